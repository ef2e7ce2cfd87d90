package sandbox

import "strconv"

// The parts of made-up company names. Each is read off at once as invented; together they have the
// letters, lengths and legal forms of the real ones.
var (
	nameStems  = []string{"Exempel", "Prov", "Påhitts", "Låtsas", "Sago", "Dikt", "Fantasi", "Test", "Skugg", "Dröm", "Öde", "Ånger", "Ärte", "Mall", "Utkasts", "Övnings", "Figur", "Attrapp", "Kuliss", "Modell", "Demo", "Skiss", "Troll", "Älv"}
	namePlaces = []string{"backen", "dalen", "viken", "åsen", "ön", "sjön", "ängen", "lunden", "berget", "hamnen", "udden", "skogen", "holmen", "gården", "torpet", "kullen", "forsen", "heden", "mossen", "näset", "sundet", "stranden", "byn", "kvarnen", "bruket", "ådalen", "åkern", "höjden", "gläntan", "källan", "bäcken", "myren", "tallen", "eken", "linden", "björken", "rönnen", "hagen", "vallen", "grinden"}
	nameTrades = []string{"Fastigheter", "Bygg", "Förvaltning", "Åkeri", "Måleri", "Plåt & Smide", "El", "Rör", "Trädgård", "Städ", "Hyresbostäder", "Kontor", "Lager", "Logistik", "Konsult", "Redovisning", "Arkitekter", "Mark", "Schakt", "Transport", "Handel", "Livs", "Bageri", "Café", "Möbler", "Snickeri", "Glas", "Golv", "Kyla", "Värme", "Ventilation", "Larm & Lås", "Hiss", "Utemiljö", "Återvinning", "Projekt", "Invest", "Holding", "Drift", "Skötsel", "Energi", "Vatten", "Data", "Tryckeri", "Verkstad", "Däck", "Båtar", "Hälsa"}
	nameForms  = []string{"AB", "HB", "KB", "Ekonomisk förening"}
)

// namesPerRound is how many names there are before numbers are needed.
var namesPerRound = uint64(len(nameStems) * len(namePlaces) * len(nameTrades) * len(nameForms))

// namer gives one name to each number, all different.
type namer struct{ step, start uint64 }

// newNamer makes an order of names that depends on the seed.
func newNamer(seed uint64) namer {
	step := mix(seed) % namesPerRound
	for gcd(step, namesPerRound) != 1 {
		step++ // a step without a common divisor visits every name
	}
	return namer{step: step, start: mix(seed+1) % namesPerRound}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// append appends the name of number i. From the second round on it bears a number: "Exempelbacken
// Fastigheter 2 AB".
func (nm namer) append(dst []byte, i uint64) []byte {
	round := i / namesPerRound
	k := (i%namesPerRound*nm.step + nm.start) % namesPerRound
	part := func(parts []string) string {
		p := parts[k%uint64(len(parts))]
		k /= uint64(len(parts))
		return p
	}
	form := part(nameForms)
	dst = append(dst, part(nameStems)...)
	dst = append(dst, part(namePlaces)...)
	dst = append(append(dst, ' '), part(nameTrades)...)
	if round > 0 {
		dst = strconv.AppendUint(append(dst, ' '), round+1, 10)
	}
	return append(append(dst, ' '), form...)
}
