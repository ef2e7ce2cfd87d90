// Package approval is what another person signs with an SSH key so that a plan may be written:
//
//	report.html ── Statement ── Sign ──► CODE.approval ── Read, by the allowed signers ──► Signed ── Covers the plan?
//
// An approval is the statement, as JSON, with a signature below it in the form of ssh-keygen -Y
// sign -n orgbatch, so that what stands above can be signed and verified with that program too. The
// allowed signers are in OpenSSH's form, see ssh-keygen(1). Of what that allows, patterns and
// certificates aren't supported: they are an error, for what is passed over might have been a
// restriction.
//
// Whatever makes an approval one that doesn't count is a [may.RefusedError], each with its own
// sentence. What is wrong with the allowed signers is another error.
package approval
