package ods

import (
	"strconv"
	"strings"

	"github.com/orgbatch/orgbatch/importer/table/xmlscan"
)

// dataStyle is a data style as the code of a number format.
type dataStyle struct {
	kind    string
	code    strings.Builder
	maps    []styleMap
	plain   bool // nothing but a number whose places nobody said
	dates   bool
	boolean bool
	unknown bool // a code can't say it
	minutes bool // minutes were written, and neither hours nor seconds
	near    bool
}

// general says whether numbers are shown as they are.
func (d *dataStyle) general() bool {
	return len(d.maps) == 0 && (d.plain || d.kind == "text-style" && d.code.String() == "@" || d.code.Len() == 0 && !d.boolean && !d.unknown)
}

// readData takes a data style.
func (st *styles) readData(x *xmlscan.Reader, t *xmlscan.Token) error {
	d := &dataStyle{kind: string(t.Name)}
	name := string(t.Attr("name"))
	d.dates, d.boolean = d.kind == "date-style" || d.kind == "time-style", d.kind == "boolean-style"
	ownOrder, own := string(t.Attr("automatic-order")) == "true", string(t.Attr("format-source")) == "language"
	elapsed := string(t.Attr("truncate-on-overflow")) == "false"
	if language := string(t.Attr("language")); language != "" {
		d.code.WriteString("[$-" + language + "-" + string(t.Attr("country")) + "]")
	}
	parts := 0
	for {
		t, err := x.Child()
		if err != nil {
			return err
		} else if t == nil {
			break
		}
		parts++
		if err := d.readPart(x, t, &elapsed); err != nil {
			return err
		}
	}
	d.plain = d.plain && parts == 1
	d.unknown = d.unknown || d.minutes && !d.near || d.code.Len() > maxCode
	if code := d.code.String(); d.kind == "date-style" && (own || ownOrder && !strings.Contains(code, "mmm") && strings.Contains(code, "d") && strings.Contains(code, "y")) {
		d.inISO(code)
	}
	size := len(name) + d.code.Len()
	for _, m := range d.maps {
		size += len(m.when) + len(m.style) + 32
	}
	if st.room(size) {
		st.data[name] = d
	}
	return nil
}

// inISO makes a date in the order or the words of the computer one in ISO's, as in other workbooks.
func (d *dataStyle) inISO(code string) {
	d.code.Reset()
	d.code.WriteString("yyyy-mm-dd")
	if strings.Contains(code, "h") {
		d.code.WriteString(" hh:mm:ss")
	}
}

// readPart takes one part of a data style, to its end.
func (d *dataStyle) readPart(x *xmlscan.Reader, t *xmlscan.Token, elapsed *bool) error {
	switch name := string(t.Name); name {
	case "number":
		return d.number(x, t)
	case "scientific-number":
		d.scientific(t)
	case "fraction":
		d.fraction(t)
	case "text", "currency-symbol":
		return d.text(x, t)
	case "text-content":
		d.code.WriteByte('@')
	case "map":
		d.maps = append(d.maps, styleMap{when: string(t.Attr("condition")), style: string(t.Attr("apply-style-name"))})
	case "day", "month", "year", "day-of-week", "hours", "minutes", "seconds", "am-pm":
		d.moment(name, t, elapsed)
	case "boolean":
		d.boolean = true
	case "week-of-year", "quarter", "era":
		d.unknown = true
	}
	return x.Skip()
}

// moments are the codes of the parts of a date or time, short and long.
var moments = map[string]struct{ short, long string }{
	"day": {"d", "dd"}, "month": {"m", "mm"}, "year": {"yy", "yyyy"}, "day-of-week": {"ddd", "dddd"}, "hours": {"h", "hh"}, "minutes": {"m", "mm"}, "seconds": {"s", "ss"},
	"am-pm": {"AM/PM", "AM/PM"},
}

// moment takes a part of a date or time.
func (d *dataStyle) moment(name string, t *xmlscan.Token, elapsed *bool) {
	code := moments[name].short
	if string(t.Attr("style")) == "long" {
		code = moments[name].long
	}
	d.minutes = d.minutes || name == "minutes"
	d.near = d.near || name == "hours" || name == "seconds"
	switch {
	case name == "month" && string(t.Attr("textual")) == "true":
		code += "mm"
	case *elapsed && (name == "hours" || name == "minutes" || name == "seconds"):
		code, *elapsed, d.near = "["+code+"]", false, true
	}
	if n := places(t, "decimal-places"); name == "seconds" && n > 0 {
		code += "." + strings.Repeat("0", n)
	}
	d.code.WriteString(code)
}

// text takes a literal, or the sign of a currency.
func (d *dataStyle) text(x *xmlscan.Reader, t *xmlscan.Token) error {
	name, language, country := string(t.Name), string(t.Attr("language")), string(t.Attr("country"))
	from := len(x.Gathered)
	if err := x.Gather(name); err != nil {
		return err
	}
	text := string(x.Gathered[from:])
	if name == "currency-symbol" && language != "" && !strings.ContainsAny(text, "-[]") {
		d.code.WriteString("[$" + text + "-" + language + "-" + country + "]")
		return nil
	}
	for i, part := range strings.Split(text, "%") {
		if i > 0 && d.kind == "percentage-style" {
			d.code.WriteByte('%')
		} else if i > 0 {
			d.code.WriteString(`\%`)
		}
		d.literal(part)
	}
	return nil
}

// literal writes a text that stands for itself.
func (d *dataStyle) literal(text string) {
	if text != "" {
		d.code.WriteString(`"` + strings.ReplaceAll(text, `"`, `"\""`) + `"`)
	}
}

// maxPlaces is how many digits a format may have on a side of the point, as many as Excel's.
const maxPlaces = 30

// places gives a number of digits, -1 where it isn't said.
func places(t *xmlscan.Token, name string) int {
	n, err := strconv.Atoi(string(t.Attr(name)))
	if err != nil {
		return -1
	}
	return max(0, min(n, maxPlaces))
}

// number takes the digits of a number and the texts between them.
func (d *dataStyle) number(x *xmlscan.Reader, t *xmlscan.Token) error {
	least, decimals, certain := places(t, "min-integer-digits"), places(t, "decimal-places"), places(t, "min-decimal-places")
	grouped := string(t.Attr("grouping")) == "true"
	factor, _ := strconv.ParseFloat(string(t.Attr("display-factor")), 64)
	if replacement := t.Attr("decimal-replacement"); certain < 0 {
		if certain = decimals; replacement != nil {
			certain = 0
		}
	}
	if decimals < 0 && least <= 1 && !grouped && factor <= 1 {
		d.plain = true
		d.code.WriteString("General")
		return x.Skip()
	}
	least = max(least, 0)
	texts, err := embedded(x)
	if err != nil {
		return err
	}
	d.integer(wholePart{least: least, grouped: grouped, texts: texts})
	if decimals > 0 {
		certain = min(max(certain, 0), decimals)
		d.code.WriteString("." + strings.Repeat("0", certain) + strings.Repeat("#", decimals-certain))
	}
	for ; factor >= 1000; factor /= 1000 {
		d.code.WriteByte(',')
	}
	return nil
}

// wholePart is what a number shows before its point.
type wholePart struct {
	least   int            // places that are there whatever the number
	grouped bool           // by thousands
	texts   map[int]string // between its digits
}

// integer writes the places before the point.
func (d *dataStyle) integer(w wholePart) {
	digits := max(w.least, 1)
	for at := range w.texts {
		digits = max(digits, at+1)
	}
	if w.grouped {
		digits = max(digits, 4)
	}
	for at := digits; at > 0; at-- { // so many places are left, with this one
		if text, ok := w.texts[at]; ok && at < digits {
			d.literal(text)
		} else if w.grouped && at%3 == 0 && at < digits {
			d.code.WriteByte(',')
		}
		if at <= w.least {
			d.code.WriteByte('0')
		} else {
			d.code.WriteByte('#')
		}
	}
	if text, ok := w.texts[0]; ok {
		d.literal(text)
	}
}

// embedded reads the texts between a number's digits, by how many digits stand behind them.
func embedded(x *xmlscan.Reader) (texts map[int]string, err error) {
	for {
		t, err := x.Child()
		if t == nil {
			return texts, err
		}
		at := places(t, "position")
		from, end := len(x.Gathered), string(t.Name)
		if err := x.Gather(end); err != nil {
			return nil, err
		}
		if texts == nil {
			texts = map[int]string{}
		}
		texts[max(at, 0)] += string(x.Gathered[from:])
	}
}

// scientific writes a number with an exponent.
func (d *dataStyle) scientific(t *xmlscan.Token) {
	whole := strings.Repeat("0", max(places(t, "min-integer-digits"), 1))
	if n := places(t, "exponent-interval"); n > len(whole) {
		whole = strings.Repeat("#", n-len(whole)) + whole
	}
	if n := places(t, "decimal-places"); n > 0 {
		whole += "." + strings.Repeat("0", n)
	}
	sign := "+"
	if string(t.Attr("forced-exponent-sign")) == "false" {
		sign = "-"
	}
	d.code.WriteString(whole + "E" + sign + strings.Repeat("0", max(places(t, "min-exponent-digits"), 1)))
}

// fraction writes a number as a fraction.
func (d *dataStyle) fraction(t *xmlscan.Token) {
	if n := places(t, "min-integer-digits"); n >= 0 {
		d.code.WriteString(strings.Repeat("0", n) + map[bool]string{true: "#"}[n == 0] + " ")
	}
	least := min(max(places(t, "zeros-numerator-digits"), 0), maxPlaces)
	d.code.WriteString(strings.Repeat("?", max(places(t, "min-numerator-digits")-least, 1-min(least, 1))) + strings.Repeat("0", least) + "/")
	if value, err := strconv.Atoi(string(t.Attr("denominator-value"))); err == nil && value > 0 {
		d.code.WriteString(strconv.Itoa(value))
		return
	}
	d.code.WriteString(strings.Repeat("?", max(places(t, "min-denominator-digits"), 1)))
}
