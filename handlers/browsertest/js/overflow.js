// Lists what sticks out of the page to the right or left, as "tag#id.class
// (left to right of width)", outermost first. What scrolls inside its own box,
// and what waits wholly to the left of the page for the focus to call it, does
// not count: neither makes anybody scroll. Words that leave their picture are cut
// there, and come last.
(() => {
  const width = document.documentElement.clientWidth
  const scrolls = (element) =>
    element.parentElement &&
    element.parentElement !== document.body &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element.parentElement).overflowX) ||
      scrolls(element.parentElement))
  const name = (element) =>
    element.localName + (element.id ? "#" + element.id : "") + [...element.classList].map((c) => "." + c).join("")
  const cut = [...document.body.querySelectorAll("svg text")]
    .map((element) => ({ element, box: element.getBoundingClientRect(), picture: element.ownerSVGElement.getBoundingClientRect() }))
    .filter(({ box, picture }) => picture.width > 1 && (box.right > picture.right + 1 || box.left < picture.left - 1))
    .map(({ element, box, picture }) =>
      `${name(element)} “${element.textContent}” (${Math.round(box.left)} to ${Math.round(box.right)} of ${Math.round(picture.left)} to ${Math.round(picture.right)})`)
  return [...document.body.querySelectorAll("*")]
    .filter((element) => !element.ownerSVGElement)
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1 && (box.right > width + 0.5 || (box.left < -0.5 && box.right > 0)))
    .filter(({ element }) => getComputedStyle(element).visibility !== "hidden" && !scrolls(element))
    .map(({ element, box }) => `${name(element)} (${Math.round(box.left)} to ${Math.round(box.right)} of ${width})`)
    .concat(cut)
})()
