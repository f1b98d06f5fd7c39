// Describes what has the focus, or gives null when the page itself has it.
(() => {
  const element = document.activeElement
  if (!element || element === document.body || element === document.documentElement) return null
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const words = element.labels?.length ? [...element.labels].map((label) => label.innerText).join(" ") : element.innerText
  return {
    tag: element.localName,
    id: element.id,
    words: (words || element.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim(),
    ringed: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
    inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  }
})()
