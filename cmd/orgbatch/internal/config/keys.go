package config

import (
	"slices"
	"strings"
)

// Key is one value of a profile under all its names.
type Key struct {
	Name     string                 // in the file: customer_id
	Variable string                 // in the environment: PIGELLO_CUSTOMER_ID
	Header   string                 // in a request: X-PIGELLO-CUSTOMER-ID
	Label    string                 // in a question: Customer id
	Is       string                 // before it: what it is and looks like
	Secret   bool                   // never shown, never taken from a flag
	Field    func(*Profile) *string // where the value is kept
}

// Keys lists the seven values that a request carries, in the order in which
// they are asked for.
func Keys() []Key {
	return []Key{
		key("customer_id", "CUSTOMER-ID", "Customer id", "the customer, as a rule a UUID such as 497f6eca-6276-4993-bfeb-53cbbbba6f08", func(p *Profile) *string { return &p.CustomerID }),
		key("application_id", "APPLICATION-ID", "Application id", "the application that calls, as a rule a UUID", func(p *Profile) *string { return &p.ApplicationID }),
		key("service_id", "SERVICE-ID", "Service id", "the service that is activated, as a rule a UUID", func(p *Profile) *string { return &p.ServiceID }),
		key("service_version_id", "SERVICE-VERSION-ID", "Service version id", "its version, another one after each upgrade of the service; as a rule a UUID", func(p *Profile) *string { return &p.ServiceVersionID }),
		key("client_ct", "CLIENT-CT", "Client ct", "the kind of object on which the service is activated; a UUID or a short text", func(p *Profile) *string { return &p.ClientCT }),
		key("client_entity", "CLIENT-ENTITY", "Client entity", "the id of that object, as a rule a UUID", func(p *Profile) *string { return &p.ClientEntity }),
		key("secret", "CLIENT-SECRET", "Client secret", "the secret, taken as it stands; it isn't shown as you type", func(p *Profile) *string { return &p.Secret }),
	}
}

func key(name, header, label, is string, field func(*Profile) *string) Key {
	return Key{
		Name:     name,
		Variable: "PIGELLO_" + strings.ReplaceAll(header, "-", "_"),
		Header:   "X-PIGELLO-" + header,
		Label:    label,
		Is:       is,
		Secret:   name == "secret",
		Field:    field,
	}
}

// KeyNamed is the key of that name.
func KeyNamed(name string) Key {
	for _, k := range Keys() {
		if k.Name == name {
			return k
		}
	}
	return Key{}
}

// Variables that name a target; the other variables are its credentials.
const (
	VariableURL = "PIGELLO_URL"
	VariableEnv = "PIGELLO_ENV"
)

// VariableHeartbeat holds the URL of the heartbeat of a whole command, whichever
// targets it has; each profile may have its own beside it.
const VariableHeartbeat = "ORGBATCH_HEARTBEAT"

// VariablesSet lists the PIGELLO_… variables that hold something, for a
// message that names them. It never returns a value.
func VariablesSet(env func(string) string) []string {
	names := []string{VariableURL, VariableEnv}
	for _, k := range Keys() {
		names = append(names, k.Variable)
	}
	return slices.DeleteFunc(names, func(name string) bool { return env(name) == "" })
}

// FromVariables reads the PIGELLO_… variables into a profile. Missing ones are
// left empty: [Profile.Missing] names them.
func FromVariables(env func(string) string) Profile {
	p := Profile{URL: env(VariableURL), Env: env(VariableEnv)}
	for _, k := range Keys() {
		*k.Field(&p) = env(k.Variable)
	}
	return p
}
