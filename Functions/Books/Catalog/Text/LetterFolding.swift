/// Letters as a reader types them: small, without accents, written with the plain alphabet where there is one.
enum LetterFolding {
    /// What a scalar is searched by: nothing for a mark that only decorates, otherwise small letters or digits;
    /// `nil` for what separates words.
    static func fold(_ scalar: Unicode.Scalar) -> String? {
        if scalar.isASCII { return foldASCII(scalar) }
        if isMark(scalar) { return "" }
        guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return nil }
        let small = scalar.properties.lowercaseMapping
        return small.unicodeScalars.map { special[$0] ?? base(of: $0) }.joined()
    }

    private static func foldASCII(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "a"..."z", "0"..."9": String(scalar)
        case "A"..."Z": String(Unicode.Scalar(UInt8(scalar.value) | 0x20))
        case "'", "`": ""
        default: nil
        }
    }

    /// Combining accents, and the apostrophes that stand inside words.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark: true
        default: scalar == "\u{2019}" || scalar == "\u{2018}" || scalar == "\u{02BC}" || scalar == "\u{00AD}"
        }
    }

    /// `e` for `LATIN SMALL LETTER E WITH ACUTE`: Unicode names the plain letter.
    private static func base(of scalar: Unicode.Scalar) -> String {
        guard !scalar.isASCII, scalar.value < 0x2000, let name = scalar.properties.name,
            name.hasPrefix(latinSmall)
        else { return String(scalar) }
        let words = name.dropFirst(latinSmall.count).split(separator: " ")
        guard words.count > 1, words[0].count == 1, words[1] == "WITH" else { return String(scalar) }
        return words[0].lowercased()
    }

    private static let latinSmall = "LATIN SMALL LETTER "

    /// Letters whose usual spelling their names do not tell.
    private static let special: [Unicode.Scalar: String] = [
        "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ı": "i", "ĸ": "k", "ŋ": "n",
        "ά": "α", "έ": "ε", "ή": "η", "ί": "ι", "ό": "ο", "ύ": "υ", "ώ": "ω", "ς": "σ", "ϊ": "ι", "ϋ": "υ",
        "ё": "е", "й": "и",
    ]
}
