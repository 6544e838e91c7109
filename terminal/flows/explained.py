"""What F1 says about each code of the catalogue: what has happened, and the way on."""

PAGES = {
    "E-UNK": "No item, place, container or document has this code. Try another barcode of the "
    "thing, or F5 and type its name. A new barcode of an item is linked by whoever may "
    "receive.",
    "E-KIND": "The barcode was read well, but it is another kind of thing than this step needs.",
    "E-WRONG": "The right kind of thing, but not the one that is asked for here. Nothing was "
    "saved.",
    "E-CHECK": "The last character of the code does not belong to the rest: the reader has "
    "misread. Hold it steady, or clean the label.",
    "E-GS1": "One field of this label is broken: too short, or its check digit is wrong. Use "
    "another barcode of the thing, or set it aside: F2.",
    "E-GS1DUP": "The label tells one field twice, and differently. Set the goods aside: F2.",
    "E-DATE": "Days are typed as 311226 (123126 where the month stands first), 31.12.26 or DEC26"
    " (its last day).",
    "E-EXP": "These goods have expired, or keep too short a time for this. Set them aside: F2.",
    "E-WT": "The weight is not what the pieces come to. Weigh again; if it stays, look into the"
    " box.",
    "E-CONFLICT": "One scan told several things, and one of them is not what is asked for. All "
    "of it was dropped.",
    "E-DUP": "This was scanned before, or is in use already. Each is scanned once.",
    "E-QTY": "More than can be. Type the number again, before the scan or at the question.",
    "E-CAP": "The place has no room by weight, volume, height or number. Take less, or another "
    "place.",
    "E-MIX": "What stands there must not stand beside this. Take another place.",
    "E-HOLD": "The goods or the order are on hold or recalled. They stay where they are.",
    "E-LOCK": "Another worker has it. Scan your badge to take it over; the other is told.",
    "E-STATE": "Somebody has changed or ended this meanwhile. Look at the prompt and go on; F9 "
    "leaves.",
    "E-PERM": "This badge may not do that here. Someone who may signs with badge and PIN.",
    "E-OFF": "The server can't be reached. What was saved is kept and sent later; this step "
    "needs an answer. Enter tries again.",
    "E-AWAY": "There is no network, and this code is not among those that were fetched here. It "
    "may be right. Scan another barcode of the same thing, or park it (F9) and go where the network"
    " is.",
    "E-NONEW": "The LPN numbers of this device are used up, and there is no network for more. Put"
    " it on an LPN that has a label.",
    "E-SRV": "The server did not do it and said why. If the sentence does not help: F2 0 calls a"
    " lead.",
    "E-FLUSH": "Scans that were waiting came after a mistake, so they were dropped before they "
    "could land on the wrong prompt. Scan them again.",
    "E-LAYOUT": "The reader types for another country's keyboard. Scan the set-up sheet of the "
    "reader.",
    "E-CTRL": "The reader does not send what separates the fields of this label. It has to be set"
    " up.",
    "E-LEN": "The code has more than 512 characters: several barcodes were read as one.",
    "E-URL": "The barcode holds a web address that names no goods. Nothing is opened.",
    "E-DIGITS": "The three digits belong to another place, or to the other colour on this label.",
    "E-DIGITS3": "Three times wrong: you may stand elsewhere. Only the barcode opens it now.",
    "E-HAZ": "These goods must not stand there: hazard, temperature or storage class.",
    "E-REV": "Only what nobody has built on can be taken back, and only for 30 minutes.",
    "E-TYPED": "Here a barcode proves that you stand in front of it. If it is torn: F2.",
    "E-KEY": "The key or the card has no meaning at this prompt. F1 lists those that have.",
    "E-BUSY": "20 scans wait for the server; no more are taken. Wait until the band says what "
    "came.",
    "E-LOW": "Fewer than can be. If the goods are not there: F2.",
    "E-NUMBER": "A quantity is digits, or digits with a pack: 12, 2c cases, 1p pallets.",
    "E-HALF": "This label has two barcodes, and the second says nothing without the first. Scan "
    "the other one within ten seconds.",
    "E-MANY": "The code fits more things than can be listed. Its other barcode says more.",
    "W-GS": "Between two fields the separator was missing; what fits a lot that is known was "
    "taken. Compare it with the label.",
    "W-37": "The label tells a count that does not belong to one item.",
    "W-CAPS": "The keyboard or the reader has caps lock on. The scan was understood all the same.",
    "W-URL": "A short web address was read. Nothing is opened.",
    "W-BATT": "Change the battery soon. What was scanned is kept.",
    "W-EXP": "These goods keep only a little longer.",
    "W-RES": "These goods are promised to somebody.",
    "W-SRV": "It is done, but otherwise than asked or planned; the sentence says how.",
    "W-SEQ": "This belongs further back in the truck.",
}
