# Reads a workbook: FILE. Each cell is hexadecimal, a tab behind it.
use strict;
use warnings;
use Encode;
use Spreadsheet::ParseXLSX;

my $sheet = (Spreadsheet::ParseXLSX->new->parse($ARGV[0])->worksheets)[0];
my (undef, $last_row) = $sheet->row_range;
my (undef, $last_column) = $sheet->col_range;
for my $row (0 .. $last_row) {
    for my $column (0 .. $last_column) {
        my $cell = $sheet->get_cell($row, $column);
        print unpack("H*", encode("UTF-8", defined $cell ? $cell->unformatted // "" : "")), "\t";
    }
    print "\n";
}
