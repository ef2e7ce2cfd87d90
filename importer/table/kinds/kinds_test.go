package kinds

import (
	"strings"
	"testing"
)

// TestKinds: what cells look like without their column.
func TestKinds(t *testing.T) {
	t.Parallel()
	const uuid = "41bad04e-4ebe-4070-9f97-91d7ae084067"
	for want, texts := range map[Kind][]string{
		Empty:   {"", " ", "\t"},
		Integer: {"0", "9", "12", "-3", "+3", "−3", "1 234", "1\u00a0234", "12 345 678", "٣"},
		Decimal: {"1,5", "1.5", "-1,5", ",5", "1.234,50", "1,234.50", "1 234,5", "1.234.567", "12.345.678", "5 %", "$5", "1,5 €", "£ 1.5", "12,345"},
		Date: {
			"2026-11-25", "25/11/2026", "1/2/26", "1/12/26", "25.11.2026", "1.2.26", "26-1-2", "2026-11-25 05:23", "25/11/2026 05:23", "26-1-25 5:23", "2026-11-25T01:02:03Z", "2026-11-25T01:02", "2026-11-25 01:02Z",
			"25 Nov 2026", "1-jan-26", "1 maj 2026", "25 november 2026", "25 september 2026", "nov 25, 2026",
		},
		Time:    {"05:23", "5:23", "05:23:41"},
		UUID:    {uuid, strings.ToUpper(uuid), "a0f9A0F9-0000-4070-9f97-91d7ae084067"},
		Address: {"a@b.se", "http://nordhus.se", "https://nordhus.se/1", "www.nordhus.se", "https://nordhus.se/" + strings.Repeat("x", 64)},
		Code: {
			"K-1001", "556677-8899", "A1", "1/2", "1-2", "+46-8-123", "12345/67/890", "123-456-789", "12a", "#1", uuid[:35], uuid + "0", "g" + uuid[1:], strings.Replace(uuid, "-", "_", 1), "aa@1.se@b",
			"25-nov", "1-jun-20266",
		},
		Word: {"Ek", "Östra", "a@bse", "@b.se", "Norra-Ek", "a@.se"},
		Text: {
			"Ek AB", "-", "1 23", "1234 56", "12 3456", "1,", "1,5 5", "1,23,4", "1:2", "1:2:3:4:5", "05:23 1", "1:23:4567890", "05:23/1", "05:23-1", "26-1-2 5:23", "***", "***1", strings.Repeat("1", 65), "%", "K 1", "25 nover 202612", "25 nov feb", "2 ju 26",
			"25 novembermånad 2026", "a @b.se", "1 234:5",
		},
	} {
		for _, text := range texts {
			if got := Of(text); got != want {
				t.Errorf("%q is of kind %d, want %d", text, got, want)
			}
		}
	}
}
