# Perl: Text::CSV and Excel::Writer::XLSX.
use strict;
use warnings;
use utf8;
use JSON::PP;
use Text::CSV;
use Excel::Writer::XLSX;

my ($cells, $out) = @ARGV;
open my $in, '<:raw', $cells or die $!;
my $rows = decode_json(do { local $/; <$in> });
sub text { my $row = shift; my $cell = $row->{cell}; $row->{type} eq 'boolean' ? ($cell ? 'TRUE' : 'FALSE') : $cell }

for my $kind (['perl-text-csv.csv', {sep_char => ';', binary => 1, eol => "\r\n"}], ['perl-text-csv-tabs.txt', {sep_char => "\t", binary => 1, eol => "\n", always_quote => 1}]) {
    my $csv = Text::CSV->new($kind->[1]) or die Text::CSV->error_diag;
    open my $file, '>:encoding(UTF-8)', "$out/$kind->[0]" or die $!;
    $csv->print($file, ['Namn', 'Kundnummer', 'Värde']);
    $csv->print($file, [$_->{name}, $_->{code}, text($_)]) for @$rows;
    close $file or die $!;
}

my $book = Excel::Writer::XLSX->new("$out/perl-excel-writer.xlsx");
my $sheet = $book->add_worksheet('Blad');
my $day = $book->add_format(num_format => 'yyyy-mm-dd');
my $n = 0;
$sheet->write_row($n++, 0, ['Namn', 'Kundnummer', 'Värde']);
for my $row (@$rows) {
    $sheet->write_string($n, 0, $row->{name});
    $sheet->write_string($n, 1, $row->{code});
    my $type = $row->{type};
    $sheet->write_string($n, 2, $row->{cell}) if $type eq 'text';
    $sheet->write_number($n, 2, $row->{cell}) if $type eq 'number';
    $sheet->write_boolean($n, 2, 1) if $type eq 'boolean';
    $sheet->write_date_time($n, 2, "$row->{cell}T", $day) if $type eq 'date';
    $n++;
}
$book->close;
printf "%vd Text::CSV %s Excel::Writer::XLSX %s\n", $^V, Text::CSV->VERSION, Excel::Writer::XLSX->VERSION;
