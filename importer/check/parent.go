package check

import (
	"github.com/go-json-experiment/json"

	"github.com/orgbatch/orgbatch/importer/codes"
	"github.com/orgbatch/orgbatch/importer/columns"
	"github.com/orgbatch/orgbatch/importer/run"
	"github.com/orgbatch/orgbatch/importer/spoilt"
	"github.com/orgbatch/orgbatch/importer/tabular"
	"github.com/orgbatch/orgbatch/importer/wording"
	"github.com/orgbatch/orgbatch/pigello"
)

// checkParent reads who the parent is: a text to be found by the kind that the column forces, or {"id": "…"} as the API has it. Whether the
// parent is there is the plan's to find.
func (c *Checker) checkParent(rec *Record, cell tabular.Cell) {
	text := ""
	if cell.Kind != tabular.JSON {
		text = c.tidy(pigello.NameOrganization, cell.Text)
	} else {
		var ok bool
		if text, ok = c.parentObject(rec, cell.Text); !ok {
			return
		}
	}
	rec.Parent = c.optional(pigello.NameOrganization, cell, text)
	if rec.Parent.Kind != run.Value || c.options.Verbatim {
		return
	}
	c.found.checkControl(pigello.NameOrganization, text)
	c.checkSense(pigello.NameOrganization, cell.Kind, text)
	if spoilt.IsError(text) {
		rec.Parent = run.Text{} // one mistake, one issue: nobody need look for such a parent
		return
	}
	c.checkParentID(rec, cell)
}

// checkParentID reads a parent that is an id. Where it need not be one, a text of another spelling may also be a name or custom_id: it is
// left as it is, and the plan takes it for an id if nothing is called so. In a file whose own custom_ids look like that, it is none.
func (c *Checker) checkParentID(rec *Record, cell tabular.Cell) {
	text := rec.Parent.Text
	id, err := columns.ParseID(text)
	switch {
	case rec.ParentKind == ParentByID && err != nil:
		c.found.note(pigello.NameOrganization, codes.BadParentID, wording.English.Check.ParentNoUUID, cell.Text, "")
	case err != nil || rec.ParentKind != ParentByID && rec.ParentKind != ParentAny:
	case rec.ParentKind == ParentByID || pigello.IsUUID(text):
		rec.Parent.Text = id.String()
		c.found.noteSpelling(pigello.NameOrganization, text, id)
	case !c.profiles[pigello.NameCustomID].ids:
		rec.SpelledParent = id
		c.found.noteSpelling(pigello.NameOrganization, text, id)
	}
}

// parentObject reads a JSON value. An object without an id tells nothing about the parent – the API's lists write {} for that – so the field
// is left alone; {"id": null} is no parent.
func (c *Checker) parentObject(rec *Record, text string) (parent string, ok bool) {
	if text[0] != '{' {
		return text, c.literal(pigello.NameOrganization, tabular.Cell{Text: text, Kind: tabular.JSON})
	}
	var object map[string]any
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		c.found.note(pigello.NameOrganization, codes.WrongType, wording.English.Check.ObjectUnreadable, text, "")
		return "", false
	}
	id, given := object["id"]
	s, isText := id.(string)
	switch {
	case len(object) == 0:
		return "", false
	case given && id == nil:
		rec.Parent = run.Text{Kind: run.Null}
		return "", false
	case !isText || c.parent != ParentAny && c.parent != ParentByID:
		c.found.note(pigello.NameOrganization, codes.WrongType, wording.English.Check.ObjectWithoutID, text, wording.English.Check.ObjectWithID)
		return "", false
	}
	rec.ParentKind = ParentByID
	if s = tabular.TrimEnds(s); s == "" {
		c.found.note(pigello.NameOrganization, codes.BadParentID, wording.English.Check.ParentIDEmpty, text, wording.English.Check.NullForNone)
		return "", false
	}
	return s, true
}
