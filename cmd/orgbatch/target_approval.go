package main

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/approval"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/words"
	"github.com/orgbatch/orgbatch/importer"
	"github.com/orgbatch/orgbatch/importer/run"
)

// approvalFlags say who approved what is written: with a signature, or by name alone.
type approvalFlags struct {
	file  string
	by    string
	bound bool // the command has them
}

// bindApproval gives a command that writes the flags that say who approved it.
func bindApproval(cmd *cobra.Command, f *approvalFlags) {
	f.bound = true
	cmd.Flags().StringVar(&f.file, "approval", "", "the `FILE` in which another person approves what is planned (orgbatch approve)")
	cmd.Flags().StringVar(&f.by, "approved-by", "", "the `NAME` of whoever approved it, as you say")
	cmd.MarkFlagsMutuallyExclusive("approval", "approved-by")
}

// check refuses what names nobody, or has nothing to approve.
func (f *approvalFlags) check(dryRun bool) error {
	switch {
	case len(f.by) > 200 || ui.Clean(f.by, 0) != f.by || strings.Contains(f.by, "\n"):
		return problem.Usagef(`--approved-by "Berta Exempel"`, "--approved-by takes a name")
	case dryRun && f.file+f.by != "":
		return problem.Usagef("give it to the command that writes", "--approval and --approved-by are of what is written, and here nothing is")
	}
	return nil
}

// approvalRule is what the configuration says of approvals of writes to one target.
type approvalRule struct {
	required bool
	config.Settings
	configPath string
}

// approvalRule finds it. Without a place for a configuration there is none.
func (f *finder) approvalRule(t *target) (approvalRule, error) {
	if path, err := configPath(); err != nil || t.sandbox != "" && t.flags.approved.file == "" {
		return approvalRule{configPath: path}, nil
	}
	file, path, err := f.config.loadConfig()
	if err != nil {
		return approvalRule{}, err
	}
	rule := approvalRule{Settings: file.Defaults.Settings, configPath: path}
	if t.profileName != "" {
		rule.Settings = t.profile.Settings
	}
	if t.sandbox == "" {
		if s, required := file.Requiring(t.profileName, t.base, t.profile.CustomerID); required {
			rule.Settings, rule.required = s, true
		}
	}
	return rule, nil
}

// own are the names among the allowed signers of the person who works here.
func (r *approvalRule) own() []string {
	var names []string
	for name := range strings.SplitSeq(r.OwnSigners, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// readApproval reads the approval that a write to the target is given, nil for none; one that the target needs must be there.
func (f *finder) readApproval(t *target, n need) (*approval.Approval, error) {
	given := &t.flags.approved
	if n == reads || n == examines {
		return nil, nil
	}
	rule, err := f.approvalRule(t)
	if err != nil {
		return nil, err
	}
	switch {
	case given.file == "" && rule.required && n == writes:
		return nil, unapproved(t, given)
	case given.file == "":
		return nil, nil
	case rule.AllowedSigners == "":
		return nil, problem.Usagef("orgbatch config set NAME allowed_signers FILE", "the configuration doesn't say who may approve: allowed_signers is missing")
	case rule.required && len(rule.own()) == 0:
		return nil, problem.Usagef("orgbatch config set NAME own_signers YOU", "the configuration doesn't say which of the allowed signers you are: own_signers is missing")
	}
	signers, err := signers(f.words, rule)
	if err != nil {
		return nil, err
	}
	read, err := approval.Read(given.file, signers, f.now())
	if err != nil && problem.LibraryCode(err) == problem.ExitFailed {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = f.words.Config.Approves
		}
		return nil, problem.Usagef(hint, "%s", err)
	}
	return read, err
}

// signers reads the file of those who may approve.
func signers(words *words.Edition, rule approvalRule) (approval.Signers, error) {
	signers, err := approval.ReadSigners(config.ResolvePath(rule.configPath, rule.AllowedSigners))
	if err != nil {
		return signers, problem.Usagef(words.Config.MakesIt, "%s", err)
	}
	return signers, nil
}

// checkSigners reads it where a target has one, although nothing is approved now, and says where that lies.
func (f *finder) checkSigners(t *target) (path string, err error) {
	rule, err := f.approvalRule(t)
	if err != nil || rule.AllowedSigners == "" {
		return "", err
	}
	_, err = signers(f.words, rule)
	return config.ResolvePath(rule.configPath, rule.AllowedSigners), err
}

// mustBeSigned says that a target takes what another person has signed alone. A configuration that can't be read is told by what writes.
func (f *finder) mustBeSigned(t run.Target) bool {
	file, err := f.config.configIfAny()
	_, required := file.Requiring("", t.URL, t.Customer)
	return err == nil && required && !strings.HasPrefix(t.URL, "sandbox:")
}

// unapproved refuses a write that nobody else has approved.
func unapproved(t *target, f *approvalFlags) error {
	refused := &importer.RefusedError{
		Reason: t.name + " takes nothing that another person hasn't approved (approval = \"required\")",
		Hint:   "plan it with --dry-run, let them approve its report (orgbatch approve report.html), and give what that makes: --approval FILE",
	}
	if !f.bound {
		refused.Hint = "this has no plan that could be approved"
	}
	return refused
}
