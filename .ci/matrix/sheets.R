# R: base, readr, data.table and openxlsx. A column of texts, since a data frame has one
# type a column; numbers, truth and dates are asked of the others.
suppressMessages({
  library(readr)
  library(data.table)
  library(openxlsx)
})
args <- commandArgs(trailingOnly = TRUE)
out <- args[2]
cells <- readr::read_tsv(args[1], col_types = "cccc", na = "\\N", quote = "")
rows <- data.frame(Namn = cells$name, Kundnummer = cells$code, check.names = FALSE, stringsAsFactors = FALSE)
rows[["Värde"]] <- vapply(cells$cell, function(hex) {
  if (is.na(hex)) return(NA_character_)
  text <- rawToChar(as.raw(strtoi(substring(hex, seq(1, nchar(hex), 2), seq(2, nchar(hex), 2)), 16L)))
  Encoding(text) <- "UTF-8"
  text
}, "", USE.NAMES = FALSE)
write.csv2(rows, file.path(out, "r-write-csv2.csv"), row.names = FALSE, na = "", fileEncoding = "UTF-8")
write.table(rows, file.path(out, "r-write-table.txt"), fileEncoding = "UTF-8", sep = "\t", row.names = FALSE)
readr::write_csv(rows, file.path(out, "r-readr.csv"), na = "")
readr::write_excel_csv2(rows, file.path(out, "r-readr-excel.csv"), na = "")
data.table::fwrite(rows, file.path(out, "r-fwrite.csv"), sep = ";", bom = TRUE)
openxlsx::write.xlsx(rows, file.path(out, "r-openxlsx.xlsx"), sheetName = "Blad")
cat(as.character(getRversion()), "readr", as.character(packageVersion("readr")), "data.table",
    as.character(packageVersion("data.table")), "openxlsx", as.character(packageVersion("openxlsx")), "\n")
