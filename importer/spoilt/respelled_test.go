package spoilt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestRespelled holds every shape of change that a spreadsheet makes by itself.
func TestRespelled(t *testing.T) {
	for _, c := range []struct {
		before string
		after  []string
		how    string
	}{
		{"00123", []string{"123", "123,00", "123.00", "123.0"}, "zeros at its start are gone"},
		{"0", []string{"0,00"}, "taken for a number"},
		{"000", []string{"0"}, "zeros at its start are gone"},
		{"007.50", []string{"7.5", "7,5", "7,50"}, "zeros at its start"},
		{"+46701234567", []string{"46701234567", "4,67012E+10", "4.67E+10"}, "number"},
		{"+5", []string{"5"}, "its plus is gone"},
		{"1.50", []string{"1.5", "1,5"}, "number"},
		{"1234", []string{"1 234", "1,234", "1 234,00", "1\u00a0234", "1\u202f234", "1,234.00"}, "number"},
		{"1E5", []string{"100000", "1,00E+05"}, "number"},
		{"12E3", []string{"12000", "1.2E4"}, "number"},
		{"-12,0", []string{"-12", "\u221212"}, "number"},
		{".50", []string{"0,5", ".5", ",5"}, "number"},
		{"5,", []string{"5"}, "number"},
		{"123456", []string{"123 456"}, "number"},
		{strings.Repeat("0", 63) + "1", []string{"1"}, "zeros at its start"}, // as long as a number may be
		{"1E100", []string{"1,00E+100"}, "number"},
		{"12345678901234567", []string{"12345678901234570"}, "last digits are gone"},
		{"10%", []string{"0.1", "0,1", "10,00%", "10 %"}, "number"},
		{"123456789012", []string{"1,23E+11", "1.23457E+11", "1,23457E+11", "123457000000", "1E+11", "123000000000"}, "last digits are gone"},
		{"0123456789012", []string{"123456789012"}, "zeros at its start"},
		{"1234567890123456", []string{"1234567890123450", "1234567890123460", "1,23457E+15"}, "last digits are gone"},
		{"1234567890123456789", []string{"1234567890123450000", "1234567890123460000", "1234567890123456800", "1234567890123456768", "1.23456789012346E+18"}, "last digits are gone"},
		{"999999999999", []string{"1E+12", "1,00E+12"}, "last digits are gone"},
		{"2024-01-15", []string{"45306", "15.01.2024", "15/01/2024", "1/15/2024", "15-jan-24", "15-Jan-2024", "jan-15", "2024-01-15 00:00:00", "45306,5", "43844", "15 januari 2024", "måndag den 15 januari 2024", "Monday, January 15, 2024"}, "taken for a date"},
		{"2024-01-15 10:30", []string{"45306,4375", "2024-01-15", "15/01/2024 10:30"}, "taken for a date"},
		{"1-2", []string{"2-Jan", "01-feb", "2026-01-02", "2026-02-01", "02/01/2026", "45659", "1-feb", "02-jan."}, "taken for a date"},
		{"1/2", []string{"01-feb", "02-Jan"}, "taken for a date"},
		{"3.5", []string{"03-maj", "05-mar"}, "taken for a date"},
		{"2024-01", []string{"jan-24", "Jan-24", "45292", "2024-01-01"}, "taken for a date"},
		{"MARS1", []string{"01-mars", "01-mar"}, "taken for a date"},
		{"SEPT2", []string{"2-Sep", "02-sep"}, "taken for a date"},
		{"okt 12", []string{"okt-12", "12-okt", "2012-10-01"}, "taken for a date"},
		{"45306", []string{"2024-01-15", "15-jan-24"}, "taken for a date"},
		{"2024-01-31", []string{"31-jan-24", "45322"}, "taken for a date"},
		{"12:30", []string{"1899-12-30 12:30:00"}, "time of day"},
		{"12:30:15", []string{"0,521006944"}, "time of day"},
		{"12:30", []string{"0,520833333333333", "0.5208333", "12:30:00", "12:30 PM", "12:30:00 pm"}, "time of day"},
		{"00:30", []string{"12:30 AM"}, "time of day"},
		{"17:05", []string{"5:05:00 PM", "05:05PM"}, "time of day"},
		{"true", []string{"TRUE", "SANT", "1"}, "true or false"},
		{"TRUE", []string{"SANT", "1"}, "true or false"},
		{"Falskt", []string{"FALSE", "FALSKT", "0"}, "true or false"},
		{"=1+1", []string{"2"}, "formula"},
		{"=1", []string{"1"}, "formula"},
		{"-Norra", []string{"#NAMN?", "#NAME?"}, "formula"},
		{"@syd", []string{"#NAME?"}, "formula"},
		{"20240115", []string{"########", "##"}, "too narrow"},
		{"Åkerö", []string{"\uF18Fker\u201d", "\uF181kerš"}, "decoded wrongly"}, // CP850 and Mac Roman as Windows-1252 by LibreOffice
		{"Åkerö", []string{"?ker?", "_ker_", "\uFFFDker\uFFFD"}, "letters were lost"},
		{"Lindgård AB", []string{"Lindg?rd AB", "Lindg\uFFFDrd AB"}, "letters were lost"},
		{"Lindgård AB", []string{"LindgÃ¥rd AB", "Lindg√•rd AB", "Lindg†rd AB", "LindgÕrd AB", "LindgÂrd AB", "LindgŒrd AB", "Lindgĺrd AB", "Lindg├Ñrd AB"}, "decoded wrongly"},
		{"Åkerö Á", []string{"Ã…kerÃ¶ Ã\uFFFD", "\u00c5ker\uFFFD \u00c1"}, "letters were"},
		{"A\u030akero\u0308", []string{"Ã…kerÃ¶"}, "decoded wrongly"},
		{"Åäö Bygg", []string{"\uFFFD Bygg"}, "decoded wrongly"},
	} {
		for _, after := range c.after {
			if how, ok := Respelled(c.before, after); !ok || !strings.Contains(how, c.how) {
				t.Errorf("%q → %q: %q, want %q", c.before, after, how, c.how)
			}
		}
	}
}

// TestSimplified holds what some programs, and persons, make of texts.
func TestSimplified(t *testing.T) {
	for _, c := range []struct{ before, after, how string }{
		{"'K-1", "K-1", "its apostrophe was taken for the sign of a text"}, {"'", "", "its apostrophe was taken for the sign of a text"},
		{"NA", "", "it was taken for no value"}, {" None ", "", "it was taken for no value"},
		{"K-1", "", ""}, {"NA", "nan", ""}, {"''K-1", "K-1", ""}, {"K-1", "'K-1", ""}, {"NA", "NA", ""}, {"", "", ""},
	} {
		if how := Simplified(c.before, c.after); how != c.how {
			t.Errorf("%q → %q: %q, want %q", c.before, c.after, how, c.how)
		}
	}
}

// TestEdited holds what a person does: none of it is taken for a spreadsheet's work.
func TestEdited(t *testing.T) {
	for _, c := range [][2]string{
		{"123", "00123"}, {"46701234567", "+46701234567"}, {"1,23E+11", "123456789012"}, {"2-Jan", "1-2 B"}, {"45306", "45307"},
		{"00123", "00124"}, {"00123", "124"}, {"00123", "1230"}, {"123", "124"}, {"123456789012", "123456789013"}, {"123456789012", "123456789010"},
		{"1234567890123456", "1234567890123457"}, {"2024-01-15", "2024-01-16"}, {"2024-01-15", "2023-01-15"}, {"2024-01-15", "45307"}, {"1-2", "2-1"}, {"1-2", "1-3"},
		{"1-2", "K-12"}, {"1.2.3", "1.2.4"}, {"5566778899", "556677-8899"}, {"556677-8899", "5566778899"}, {"K-1", "K-2"}, {"K-1", "K-001"},
		{"", "123"}, {"00123", ""}, {"Exempelbacken AB", "Exempelbacken Fastigheter AB"}, {"Exempel", "EXEMPEL"}, {" 00123 ", "00123"},
		{"två\r\nrader", "två\nrader"}, {"12:30", "12:31"}, {"12:30", "12:30 AM"}, {"5:05", "5:05 PM"}, {"12:30", "0,25"}, {"true", "false"}, {"Sant", "Osant"}, {"1", "TRUE"}, {"TRUE", "false"},
		{"=1+1", "två"}, {"-Norra", "Norra"}, {"'123", "123"}, {"Åkerö", "Akero"}, {"Vem?", "Vem!"}, {"Vad", "V?d"}, {"##", "#"},
		{"LindgÃ¥rd", "Lindgård"}, {"Lindg†rd", "Lindgård"}, {"Lindgård", "Lindgard"}, {"Lindgård", "Lindgärd"}, {"Lindg?rd", "Lindgård"}, {"\uFFFDkerö", "Åkerö"},
		{"Mars 24 AB", "2024-03-01"}, {"Maj", "May"}, {"1.234", "1.235"}, {"12,5", "13"}, {"100", "1000"}, {"1000", "10000"}, {"jan", "feb"},
		{"jan feb 12", "2012-02-01"}, {"1-2/2024", "2024-02-01"}, {"00:00", "a.b"}, {"12:30", "klockan 12:30:00"}, {"12:30", "2024-01-15"},
		{"CafÈ AB", "Café AB"}, {"Åkern", "Åkern ©"}, {"-", "1"}, {"%", "1"}, {"1E--5", "0,00001"}, {"1E1000", "1,0E1000"}, {"1,5 kg", "1.5 kg"}, {"12345", "1 2345"},
		{"0,12345678901234567", "0,5"}, {strings.Repeat("0", 64) + "1", "1"}, {"20240115", "#"},
		{"497f6eca-6276-4993-bfeb-53cbbbba6f08", "497f6eca-6276-4993-bfeb-53cbbbba6f09"}, {"1e5", "1e6"}, {"99", "1999"}, {"0701234567", "070-123 45 67"},
	} {
		if how, ok := Respelled(c[0], c[1]); ok {
			t.Errorf("%q → %q is taken for a spreadsheet's work: %s", c[0], c[1], how)
		}
	}
}

// TestSpoils holds in which direction a change of live data is damage: putting it right is none.
func TestSpoils(t *testing.T) {
	for _, c := range []struct {
		before, after string
		want          bool
	}{
		{"2024-01-15", "45306", true}, {"2024-01-15", "43844", true}, {"1-2", "2-jan", true}, {"1-2", "1-feb", true}, {"1-2", "02-jan", true},
		{"1-2", "2-Jan", true}, {"3/5", "03-maj", true}, {"10-12", "12-okt", true}, {"5-8", "08-May", true}, {"2024-01-15", "15/01/2024", true},
		{"123456789012", "1,23E+11", true}, {"1234567890123456", "1234567890123450", true}, {"1.50", "1,5", true}, {"true", "SANT", true},
		{"Lindgård AB", "Lindg?rd AB", true}, {"12:30", "0,520833333", true},
		{"45306", "2024-01-15", false}, {"2-jan", "1-2", false}, {"02-jan", "2/1", false}, {"1,23E+11", "123456789012", false},
		{"123", "00123", false}, {"Lindg?rd AB", "Lindgård AB", false}, {"2024-01-15", "2024-01-16", false}, {"1-2", "2-1", false},
		{"1-2", "K-12", false}, {"45306", "45307", false}, {"K-1", "K-01", false},
	} {
		if how, got := Spoils(c.before, c.after); got != c.want {
			t.Errorf("%q → %q: %v (%s), want %v", c.before, c.after, got, how, c.want)
		}
	}
}

// TestRespelledNumbers holds that no zeros, digits or dates are lost unseen, whatever the number.
func TestRespelledNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<53).Draw(t, "number")
		zeros := rapid.IntRange(1, 5).Draw(t, "zeros")
		plain := fmt.Sprint(n)
		if _, ok := Respelled(strings.Repeat("0", zeros)+plain, plain); !ok {
			t.Fatalf("%s with %d zeros", plain, zeros)
		}
		if short := fmt.Sprintf("%.2E", float64(n)); n > 1_000_000 {
			if _, ok := Respelled(plain, short); !ok {
				t.Fatalf("%s → %s", plain, short)
			}
		}
		if other := n + rapid.Int64Range(1, 99).Draw(t, "more"); n < 100_000_000_000 {
			if how, ok := Respelled(plain, fmt.Sprint(other)); ok {
				t.Fatalf("%d → %d: %s", n, other, how)
			}
		}
		day := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 20_000).Draw(t, "day"))
		for _, before := range []string{"2006-01-02", "2/1/2006", "02.01.2006", "2-1"} {
			serial := fmt.Sprint(int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
			for _, b := range []string{day.Format("2-Jan"), day.Format("2006-01-02"), day.Format("01/02/06"), serial} {
				a := day.Format(before)
				if _, ok := Respelled(a, b); !ok && a != b {
					t.Fatalf("%s → %s", a, b)
				}
			}
		}
	})
}

// TestRespelledAnything holds that no text makes it fail, and that none is a change of itself.
func TestRespelledAnything(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("0159eE+-.,:/%'# =@\u2212\u00a0åÅ?jansmrTRUEsant")))
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "before"), text.Draw(t, "after")
		Respelled(a, b)
		if how, ok := Respelled(a, " "+a); ok {
			t.Fatalf("%q changed into itself: %s", a, how)
		}
	})
}
