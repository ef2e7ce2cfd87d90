package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/approval"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/event"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/prose"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
	"github.com/orgbatch/orgbatch/exporter/shell"
	"github.com/orgbatch/orgbatch/exporter/sink"
	"github.com/orgbatch/orgbatch/importer/may"
	"github.com/orgbatch/orgbatch/importer/report/page"
)

type approveOptions struct {
	key     string
	expires string
	yes     consent
}

func newApprove(a *app) *cobra.Command {
	var o approveOptions
	cmd := &cobra.Command{
		Use:   "approve REPORT.html",
		Short: "Sign that a plan may be written, for whoever planned it",
		Long: `Sign that the plan of a report may be written: its code, which stands for all that is
shown there, its target, its counts, and until when. Send the file that this makes,
CODE.approval, to whoever sent you the report; they give it as --approval FILE. You
need no profile and no way to Pigello.

The key is an SSH key: that of --key, of signing_key in the configuration, or your
usual one (~/.ssh/id_ed25519, id_ecdsa or id_rsa). One with a passphrase is taken from
the SSH agent, or the passphrase is asked for. Above its signature the file is text
that ssh-keygen -Y verify -n orgbatch takes, too.

It proves that your key signed this code, not that the page in front of you shows it:
take a report from somebody you trust.`,
		Example: `orgbatch approve report.html
orgbatch approve report.html --key ~/.ssh/id_ed25519 --expires 48h`,
		Args: exactly("REPORT.html"),
		RunE: a.work(func(_ context.Context, args []string) error { return runApprove(a, o, args[0]) }),
	}
	cmd.Flags().StringVar(&o.key, "key", "", "sign with the SSH key in `FILE`: private, or public if the agent has it")
	cmd.Flags().StringVar(&o.expires, "expires", "7d", "how long it counts: an `AGE` as 48h, 7d, 2w")
	bindYes(cmd, &o.yes)
	return cmd
}

// runApprove is the whole of it: read the page, show what is signed, ask, sign.
func runApprove(a *app, o approveOptions, page string) error {
	lasts, err := parseAge(o.expires)
	if err != nil || lasts == 0 {
		return problem.Usagef("--expires 48h", "--expires: %q is no time for which it could count", o.expires)
	}
	if err := mayAsk(a.ui, o.yes, "--yes answers it"); err != nil {
		return err
	}
	plan, err := readPlan(page)
	if err != nil {
		return err
	}
	key, err := signingKey(a.config, o.key)
	if err != nil {
		return err
	}
	expires := a.now().Add(lasts)
	code := plan.Hash[:8]
	a.ui.Say("%s", ui.Clean(may.DescribeTarget(plan.Target), 500))
	a.ui.Say("plan %s of run %s, planned %s by %s", code, ui.Clean(plan.Run, 20), plan.Planned.Local().Format("2006-01-02 15:04"), ui.Clean(plan.By.String(), 200))
	a.ui.Say("%s %s", a.words.Plan.WouldBe, prose.Books(a.words, plan.Books, 0))
	until := expires.Local().Format("2006-01-02 15:04")
	if !o.yes {
		if ok, err := a.ui.Confirm("Approve it, until " + until + "?"); !ok {
			return err
		}
	}
	signer, err := signer(a.env, a.ui, key)
	if err != nil {
		return err
	}
	said := approval.Statement{Plan: plan.Hash, Run: plan.Run, Target: plan.Target, Books: plan.Books, Signed: a.now(), Expires: expires}
	path := approvalName(filepath.Dir(page), code)
	if err := writeApproval(path, signer, said); err != nil {
		return err
	}
	fingerprint := ssh.FingerprintSHA256(signer.PublicKey())
	a.events.Send(event.Approval{Name: whoIsThis().String(), At: said.Signed.UTC(), Key: fingerprint, Code: code, Expires: &expires})
	a.ui.Say("approved until %s, signed with %s (%s)", until, fingerprint, key)
	showFiles(a, []leftFile{{kind: "approval", path: shownPath(path)}})
	a.ui.Say("send that file to whoever sent you the report: it is their --approval FILE")
	return nil
}

// approvalName is where the approval of a plan lies, beside its report.
func approvalName(dir, code string) string { return filepath.Join(dir, code+".approval") }

// readPlan reads what of a report is approved.
func readPlan(path string) (page.Plan, error) {
	body, err := sink.ReadFile(path)
	if err != nil {
		return page.Plan{}, problem.NoFile(path, "", err)
	}
	plan, ok := page.ReadPlan(body)
	if !ok {
		return plan, problem.Usagef("a plan leaves one: orgbatch import FILE --dry-run", "%s is no report of a plan, or one of an earlier version", path)
	}
	return plan, nil
}

// signingKey finds the file of the key: the flag's, the configuration's, the usual one.
func signingKey(configs *target.Configs, flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	file, err := configs.IfAny()
	if err != nil {
		return "", err
	}
	path, _ := target.ConfigPath() // what it is asked for below is absolute where there is none
	if key := file.Defaults.SigningKey; key != "" {
		return config.ResolvePath(path, key), nil
	}
	for _, key := range []string{"~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"} {
		key = config.ResolvePath(path, key)
		if _, err := os.Stat(key); err == nil {
			return key, nil
		}
	}
	return "", problem.Usagef("--key FILE names one; ssh-keygen -t ed25519 makes one", "there is no SSH key in ~/.ssh to sign with")
}

// signer opens the key, asking for its passphrase where that is needed and somebody is there.
func signer(env func(string) string, u *ui.UI, key string) (ssh.Signer, error) {
	signer, err := approval.SignerOf(key, env("SSH_AUTH_SOCK"), func() (string, error) {
		if !u.Asks {
			return "", problem.Usagef("ssh-add "+shell.Quote(key)+" gives it to the SSH agent, which is asked first", "%s has a passphrase, and there is no terminal to ask for it", key)
		}
		return u.AskSecret("Passphrase of " + key + ": ")
	})
	if err != nil {
		return nil, &problem.Problem{Msg: err.Error(), Err: err, Code: problem.ExitUsage, Hint: problem.HintOf(err)}
	}
	return signer, nil
}

// writeApproval signs, and writes the file whole or not at all.
func writeApproval(path string, signer ssh.Signer, s approval.Statement) error {
	text, err := approval.Sign(signer, s)
	if err != nil {
		return err
	}
	return problem.InTheWay(sink.WriteFile(path, text, sink.Options{CheckReplace: approval.Replaces}))
}
