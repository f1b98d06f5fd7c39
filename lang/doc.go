// Package lang holds every word people read, in each language, and the way
// dates, amounts, lists and plurals are written in it.
//
// Words live in files: lang/<tag>/*.json for short ones (flat keys such as
// "page.joined.title"), lang/<tag>/letters/*.txt and lang/<tag>/pages/*.txt
// for prose. Files are parsed once, at start; French and English typography
// is applied to them then, never to what a person typed. Tests fail when a key,
// a section or a placeholder exists in one language only.
package lang
