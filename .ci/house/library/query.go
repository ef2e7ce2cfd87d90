package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/orgbatch/orgbatch/pigello"
	"github.com/orgbatch/orgbatch/pigello/probe"
)

// queries builds every filter that there is, and has each sent.
func queries(ctx context.Context, c *pigello.Client, _ string) error {
	id, now := uuid.New(), time.Now()
	texts, err := pigello.FieldCustomID.In("A-17", "A-18")
	if err != nil {
		return err
	}
	parsed, err := pigello.ParseFilter("name__icontains=berg")
	if err != nil {
		return err
	}
	orders, err := pigello.ParseOrder("created_at,-name")
	if err != nil {
		return err
	}
	filters := []pigello.Filter{
		parsed, texts, texts.Not(),
		pigello.FieldName.Is("x"), pigello.FieldName.Contains("x"), pigello.FieldName.EndsWith("x"),
		pigello.FieldName.IContains("x"), pigello.FieldName.IEndsWith("x"), pigello.FieldName.IExact("x"),
		pigello.FieldName.IStartsWith("x"), pigello.FieldName.StartsWith("x"), pigello.FieldCustomID.IsNull(true),
		pigello.FieldID.Is(id), pigello.FieldID.In(id, id), pigello.FieldOrganization.IsNull(false),
		pigello.FieldCreatedAt.Is(now), pigello.FieldCreatedAt.Gt(now), pigello.FieldCreatedAt.Gte(now),
		pigello.FieldCreatedAt.Lt(now), pigello.FieldCreatedAt.Lte(now), pigello.FieldCreatedAt.In(now, now),
		pigello.FieldCreatedAt.IsNull(false),
		{Field: pigello.NameName, Op: pigello.OpStartsWith, Negate: true, Value: "y"},
	}
	filters = append(filters, pigello.FieldID.InEach(make([]uuid.UUID, 2*pigello.MaxIDsPerFilter)...)...)
	for _, f := range filters {
		q := pigello.Query{Filters: []pigello.Filter{f}, OrderBy: orders}
		if f.Param() == "" || f.String() == "" || q.Encode() == "" || len(q.Values()) == 0 {
			return fmt.Errorf("%v is nothing", f)
		}
		for _, err := range c.List(ctx, q) {
			if err != nil {
				return err
			}
		}
	}
	operators := []pigello.Operator{
		pigello.OpExact, pigello.OpContains, pigello.OpEndsWith, pigello.OpIContains, pigello.OpIEndsWith, pigello.OpIExact,
		pigello.OpIn, pigello.OpIsNull, pigello.OpIStartsWith, pigello.OpStartsWith, pigello.OpGt, pigello.OpGte,
		pigello.OpLt, pigello.OpLte,
	}
	q := pigello.Query{
		Search: "x", OrderBy: []pigello.Order{{Field: pigello.NameCreatedAt, Descending: true}}, Page: 1, PageSize: 5,
		Slim: true, Tags: []string{"t"}, GlobalSegments: []string{"s"}, GlobalRealestates: []string{"r"},
		CustomerColumns: []string{"c"},
	}
	if err := q.Validate(); err != nil || len(operators) != 14 || q.OrderBy[0].String() != "-created_at" || !pigello.IsUUID(id.String()) {
		return fmt.Errorf("a query: %w", err)
	}
	return fields()
}

// fields walks the table of fields.
func fields() error {
	names := []string{
		pigello.NameID, pigello.NameName, pigello.NameCustomID, pigello.NameOrganization, pigello.NameCreatedAt,
		pigello.NameTags, pigello.NameCustomerColumns,
	}
	o := pigello.Organization{ID: uuid.New(), Name: "x"}
	for i, f := range pigello.Fields() {
		byName, ok := pigello.FieldByName(names[i])
		if !ok || f.Name != byName.Name || f.Doc == "" || f.Type.String() == "" {
			return fmt.Errorf("field %d is %+v", i, f)
		}
		_, _ = f.Get(&o).Get()
		_ = fmt.Sprint(f.MaxLength, f.Required, f.Unique, f.Nullable, f.ReadOnly, f.Operators, f.Filterable)
	}
	types := []pigello.FieldType{pigello.TypeUUID, pigello.TypeText, pigello.TypeReference, pigello.TypeTime, pigello.TypeJSON}
	bounds := pigello.MaxNameLength + pigello.MaxCustomIDLength + pigello.MaxBulkRows + pigello.MaxRequestLine + pigello.DefaultChunk
	if len(types) != 5 || bounds == 0 {
		return errors.New("a type is missing")
	}
	return nil
}

// lists reads whole lists, with what is told of them.
func lists(ctx context.Context, c *pigello.Client, _ string) error {
	for _, q := range []pigello.Query{{}, {OrderBy: []pigello.Order{{Field: pigello.NameName}}}} {
		var report pigello.ListReport
		rows := 0
		for o, err := range c.ListAll(ctx, q, &report) {
			if err != nil {
				return err
			}
			if rows++; o.Name == "" {
				return errors.New("a row has no name")
			}
		}
		if report.Rows != rows || report.Requests == 0 || report.UntoldParents+report.Resumes+report.Fallbacks+report.Restarts > 0 ||
			report.Finished.Before(report.Started) {
			return fmt.Errorf("%d rows: %+v", rows, report)
		}
	}
	return nil
}

// probes asks what nothing documents.
func probes(ctx context.Context, c *pigello.Client, _ string) error {
	report, err := probe.Run(ctx, c, probe.Options{Each: func(probe.Answer) {}, Clean: ctx})
	if err != nil || report.Unswept != nil || report.Requests == 0 || report.Made < report.Removed {
		return fmt.Errorf("%+v: %w", report, err)
	}
	if len(report.Answers) != len(probe.Questions()) || len(report.Leftovers)+len(report.Fresh)+len(report.Left) > 0 {
		return fmt.Errorf("names that begin with %s are left", probe.Prefix)
	}
	for _, a := range report.Answers {
		_ = fmt.Sprint(a.Name, a.Asks, a.Assumed, a.Tool, a.NotAsked, a.Value, a.Note, a.AsAssumed())
	}
	return nil
}
