package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/importer/plan"
)

// bindAccept gives a command --accept.
func bindAccept(cmd *cobra.Command, flag *[]string) {
	cmd.Flags().StringArrayVar(flag, "accept", nil, "don't hold rows for this `CODE[:COLUMN]`: "+acceptable()+"; may be repeated")
}

// acceptable lists what --accept takes.
func acceptable() string {
	codes := plan.AcceptableCodes()
	last := len(codes) - 1
	return strings.Join(codes[:last], ", ") + " or " + codes[last]
}

// acceptances reads the flag of that name.
func acceptances(texts []string) ([]plan.Acceptance, error) {
	var list []plan.Acceptance
	for _, text := range texts {
		a, err := plan.ParseAcceptance(text)
		if err != nil {
			return nil, problem.Usagef("--accept "+acceptable(), "--accept %s: %s", text, err)
		}
		list = append(list, a)
	}
	return list, nil
}

// decodable says whether --fix would let go of held rows.
func decodable(held []plan.HeldReason) bool {
	return slices.ContainsFunc(held, func(h plan.HeldReason) bool { return h.IsDecodable() })
}
