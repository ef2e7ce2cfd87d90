# Reads a workbook: FILE. Each cell is hexadecimal, a tab behind it.
require "roo"

sheet = Roo::Spreadsheet.open(ARGV[0]).sheet(0)
(1..sheet.last_row).each do |row|
  puts (1..sheet.last_column).map { |column| sheet.cell(row, column).to_s.unpack1("H*") + "\t" }.join
end
