package cmdline

import "github.com/spf13/pflag"

// Section is the annotation of a flag that belongs under a heading of its own in the help.
const Section = "orgbatch.section"

// Annotate puts a flag under a heading.
func Annotate(f *pflag.Flag, heading string) {
	if f.Annotations == nil {
		f.Annotations = map[string][]string{}
	}
	f.Annotations[Section] = []string{heading}
}
