<?php
// PHP's fputcsv: with the backslash that it escapes by default, and without.
[, $cells, $out] = $argv;
$rows = json_decode(file_get_contents($cells));
foreach (['php-default.csv' => '\\', 'php-no-escape.csv' => ''] as $name => $escape) {
    $file = fopen("$out/$name", 'w');
    fputcsv($file, ['Namn', 'Kundnummer', 'Värde'], ';', '"', $escape);
    foreach ($rows as $row) {
        $cell = $row->type === 'boolean' ? 'TRUE' : $row->cell;
        fputcsv($file, [$row->name, $row->code, $cell], ';', '"', $escape);
    }
    fclose($file);
}
echo PHP_VERSION, "\n";
