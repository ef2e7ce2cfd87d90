package main

import (
	"strings"

	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/config"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/problem"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/target"
	"github.com/orgbatch/orgbatch/cmd/orgbatch/internal/ui"
)

// goBack is the answer that takes the question before up again.
const goBack = "<"

// askProfile asks for what the profile lacks, one value after the other. Where a
// header is answered it is a paste, which may hold all of them.
func askProfile(u *ui.UI, p *config.Profile) error {
	u.Say("Paste the lines of the seven X-PIGELLO-… headers of Pigello credentials at once (the secret is shown then), or answer one question after the other; " + goBack + " goes back to the one before")
	asked, odd := p.Missing(), ""
	for i := 0; i < len(asked); {
		k := asked[i]
		if *k.Field(p) != "" {
			i++ // it was pasted
			continue
		}
		answer, err := askKey(u, k)
		switch {
		case err != nil:
			return err
		case answer == goBack:
			i = max(0, i-1)
			*asked[i].Field(p) = ""
		case isPaste(answer):
			if err := takePaste(u, p, asked, answer); err != nil {
				return err
			}
		default:
			*k.Field(p) = answer
			if objects(u, p, k, odd) {
				*k.Field(p), odd = "", answer
			}
		}
	}
	return nil
}

// askKey asks for one value, and once more where Enter alone is the answer.
func askKey(u *ui.UI, k config.Key) (string, error) {
	ask := u.Ask
	if k.Secret {
		ask = u.AskSecret
	}
	u.Say("%s: %s", k.Header, k.Is)
	for range 2 {
		if answer, err := ask(k.Label + ": "); err != nil || answer != "" {
			return answer, err
		}
	}
	return "", problem.Usagef("it is the value of the header "+k.Header+" in Pigello credentials", "%s is missing", k.Name)
}

// objects says what is odd about a value; one that was odd before is taken, if it can
// be sent at all.
func objects(u *ui.UI, p *config.Profile, k config.Key, odd string) bool {
	insisted := *k.Field(p) == odd
	for _, s := range target.CredentialsOf(*p, p.Secret).Examine() {
		if s.Name == k.Header && s.Problem != "" && (s.Unsendable || !insisted) {
			u.Warn("%s %s; type it again, or the same twice if it is right", s.Name, s.Problem)
			return true
		}
	}
	return false
}

func isPaste(answer string) bool {
	answer = strings.ToLower(answer)
	return strings.Contains(answer, "x-pigello-") || strings.HasPrefix(answer, "curl ")
}

// takePaste reads pasted headers on to the last of those that are missing, or to an
// empty line, and takes over what is asked for.
func takePaste(u *ui.UI, p *config.Profile, asked []config.Key, text string) error {
	pasted, err := config.ParseHeaders(text)
	for err == nil && len(pasted.Missing()) > 0 {
		line, failed := u.Ask("")
		if failed != nil {
			return failed
		}
		if line == "" {
			break
		}
		text += "\n" + line
		pasted, err = config.ParseHeaders(text)
	}
	if err != nil {
		u.Warn("%s; paste them again", err)
		return nil
	}
	for _, k := range asked {
		if value := *k.Field(&pasted); value != "" {
			*k.Field(p) = value
		}
	}
	for _, k := range asked {
		if *k.Field(p) != "" && objects(u, p, k, "") {
			*k.Field(p) = ""
		}
	}
	return nil
}

// keepsInKeyring asks where the secret is to be kept, which nobody has said.
func keepsInKeyring(u *ui.UI) (bool, error) {
	answer, err := u.Ask("Keep the secret in the system's keyring, not in the file? [Y/n] ")
	switch strings.ToLower(answer) {
	case "n", "no", "nej":
		return false, err
	}
	return err == nil, err
}
