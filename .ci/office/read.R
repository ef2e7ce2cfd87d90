# Reads a workbook: READER FILE. Each cell is hexadecimal, a tab behind it.
args <- commandArgs(trailingOnly = TRUE)
if (args[1] == "openxlsx") {
  rows <- openxlsx::read.xlsx(args[2], colNames = FALSE, skipEmptyRows = FALSE, skipEmptyCols = FALSE, na.strings = character())
} else {
  rows <- suppressMessages(readxl::read_excel(args[2], sheet = 1, col_names = FALSE, col_types = "text", trim_ws = FALSE, na = ""))
}
hex <- function(cell) if (is.na(cell)) "" else paste(charToRaw(enc2utf8(as.character(cell))), collapse = "")
for (i in seq_len(nrow(rows))) cat(vapply(rows[i, ], function(cell) paste0(hex(cell[[1]]), "\t"), ""), "\n", sep = "")
