package target

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
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/run"
)

// ApprovalFlags say who approved what is written: with a signature, or by name alone.
type ApprovalFlags struct {
	file  string
	By    string
	bound bool // the command has them
}

// BindApproval gives a command that writes the flags that say who approved it.
func BindApproval(cmd *cobra.Command, f *ApprovalFlags) {
	f.bound = true
	cmd.Flags().StringVar(&f.file, "approval", "", "the `FILE` in which another person approves what is planned (orgbatch approve)")
	cmd.Flags().StringVar(&f.By, "approved-by", "", "the `NAME` of whoever approved it, as you say")
	cmd.MarkFlagsMutuallyExclusive("approval", "approved-by")
}

// Check refuses what names nobody, or has nothing to approve for a command that needs that.
func (f *ApprovalFlags) Check(n Need) error {
	switch {
	case len(f.By) > 200 || ui.Clean(f.By, 0) != f.By || strings.Contains(f.By, "\n"):
		return problem.Usagef(`--approved-by "Berta Exempel"`, "--approved-by takes a name")
	case n == Reads && f.file+f.By != "":
		return problem.Usagef("give it to the command that writes", "--approval and --approved-by are of what is written, and here nothing is")
	}
	return nil
}

// approvalRule is what the configuration says of approvals of writes to one target.
type approvalRule struct {
	Required bool
	config.Settings
	configPath string
}

// ApprovalRule finds it. Without a place for a configuration there is none.
func (f *Finder) ApprovalRule(t *Target) (approvalRule, error) {
	if path, err := ConfigPath(); err != nil || t.Sandbox != "" && t.Flags.Approved.file == "" {
		return approvalRule{configPath: path}, nil
	}
	file, path, err := f.Config.Load()
	if err != nil {
		return approvalRule{}, err
	}
	rule := approvalRule{Settings: file.Defaults.Settings, configPath: path}
	if t.ProfileName != "" {
		rule.Settings = t.Profile.Settings
	}
	if t.Sandbox == "" {
		if s, required := file.Requiring(t.ProfileName, t.Base, t.Profile.CustomerID); required {
			rule.Settings, rule.Required = s, true
		}
	}
	return rule, nil
}

// Own are the names among the allowed signers of the person who works here.
func (r *approvalRule) Own() []string {
	var names []string
	for name := range strings.SplitSeq(r.OwnSigners, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// readApproval reads the approval that a write to the target is given, nil for none; one that the
// target needs must be there.
func (f *Finder) readApproval(t *Target, n Need) (*approval.Approval, error) {
	given := &t.Flags.Approved
	if n == Reads || n == Examines {
		return nil, nil
	}
	rule, err := f.ApprovalRule(t)
	if err != nil {
		return nil, err
	}
	switch {
	case given.file == "" && rule.Required && n == Writes:
		return nil, Unapproved(t, given)
	case given.file == "":
		return nil, nil
	case rule.AllowedSigners == "":
		return nil, problem.Usagef("orgbatch config set NAME allowed_signers FILE", "the configuration doesn't say who may approve: allowed_signers is missing")
	case rule.Required && len(rule.Own()) == 0:
		return nil, problem.Usagef("orgbatch config set NAME own_signers YOU", "the configuration doesn't say which of the allowed signers you are: own_signers is missing")
	}
	signers, err := signers(f.Words, rule)
	if err != nil {
		return nil, err
	}
	read, err := approval.Read(given.file, signers, f.Now())
	if err != nil && problem.LibraryCode(err) == problem.ExitFailed {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = f.Words.Config.Approves
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

// CheckSigners reads it where a target has one, although nothing is approved now, and says where
// that lies.
func (f *Finder) CheckSigners(t *Target) (path string, err error) {
	rule, err := f.ApprovalRule(t)
	if err != nil || rule.AllowedSigners == "" {
		return "", err
	}
	_, err = signers(f.Words, rule)
	return config.ResolvePath(rule.configPath, rule.AllowedSigners), err
}

// MustBeSigned says that a target takes what another person has signed alone. A configuration that
// can't be read is told by what writes.
func (f *Finder) MustBeSigned(t run.Target) bool {
	file, err := f.Config.IfAny()
	_, required := file.Requiring("", t.URL, t.Customer)
	return err == nil && required && !strings.HasPrefix(t.URL, "sandbox:")
}

// Unapproved refuses a write that nobody else has approved.
func Unapproved(t *Target, f *ApprovalFlags) error {
	refused := &may.RefusedError{
		Reason: t.Name + " takes nothing that another person hasn't approved (approval = \"required\")",
		Hint:   "plan it with --dry-run, let them approve its report (orgbatch approve report.html), and give what that makes: --approval FILE",
	}
	if !f.bound {
		refused.Hint = "this has no plan that could be approved"
	}
	return refused
}
