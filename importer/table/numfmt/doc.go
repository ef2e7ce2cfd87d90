// Package numfmt shows the numbers of a workbook as Excel shows them.
//
// A cell stores a number and names a number format, such as 000000-0000 or [h]:mm; what a person
// sees is made of the two. [Parse] takes the format apart once, [Format.Show] shows the numbers of
// all cells that have it:
//
//	code ── Parse ──▶ Format (up to four sections of tokens)
//	                    │
//	stored digits ── Show ──▶ Shown: the text, and the digits that it groups or shortens
//
// A number is worked on as the decimal digits that the file stores, so that long customer numbers
// and phone numbers lose none. Where Excel asks the computer's settings, they are those of Sweden
// with dates as in ISO 8601: a format gives the same text on every computer. Where Excel shows
// ###### (a number outside the calendar under a date format), the number itself is shown.
package numfmt
