// Runs every rule of axe-core on the page, with those of WCAG 2.2 that are off
// by default, and gives back what it found, flattened.
axe.run(document, {
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
}).then(({ violations }) =>
  violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map((node) => ({ rule: id, impact: impact ?? "", help, at: node.target.flat().join(" "), html: node.html })),
  ),
)
