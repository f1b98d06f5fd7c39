// Lists what sticks out of the page to the right or left, as "tag#id.class
// (left to right of width)", outermost first. What scrolls inside its own box,
// and what waits wholly to the left of the page for the focus to call it, does
// not count: neither makes anybody scroll.
(() => {
  const width = document.documentElement.clientWidth
  const scrolls = (element) =>
    element.parentElement &&
    element.parentElement !== document.body &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element.parentElement).overflowX) ||
      scrolls(element.parentElement))
  const name = (element) =>
    element.localName + (element.id ? "#" + element.id : "") + [...element.classList].map((c) => "." + c).join("")
  return [...document.body.querySelectorAll("*")]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1 && (box.right > width + 0.5 || (box.left < -0.5 && box.right > 0)))
    .filter(({ element }) => getComputedStyle(element).visibility !== "hidden" && !scrolls(element))
    .map(({ element, box }) => `${name(element)} (${Math.round(box.left)} to ${Math.round(box.right)} of ${width})`)
})()
