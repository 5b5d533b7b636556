/// Languages by their codes, so that `eng`, `en-US` and `en` are one.
package enum Language {
    /// The two-letter code of ISO 639-1 where there is one, otherwise the primary code in small letters.
    package static func normalized(_ code: String) -> String {
        let primary = code.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map { $0.lowercased() } ?? ""
        return twoLetters[primary] ?? primary
    }

    /// Three letters at most, five bits each; 0 for no language and for what is no code.
    static func packed(_ code: String?) -> UInt16 {
        guard let code else { return 0 }
        let letters = normalized(code).utf8
        guard (2...3).contains(letters.count), letters.allSatisfy({ (97...122).contains($0) }) else { return 0 }
        return letters.reduce(0) { $0 << 5 | UInt16($1 - 96) }
    }

    private static let twoLetters: [String: String] = [
        "afr": "af", "alb": "sq", "sqi": "sq", "ara": "ar", "arm": "hy", "hye": "hy", "baq": "eu", "eus": "eu",
        "ben": "bn", "bul": "bg", "cat": "ca", "chi": "zh", "zho": "zh", "cze": "cs", "ces": "cs", "dan": "da",
        "dut": "nl", "nld": "nl", "eng": "en", "est": "et", "fin": "fi", "fre": "fr", "fra": "fr", "geo": "ka",
        "kat": "ka", "ger": "de", "deu": "de", "gre": "el", "ell": "el", "heb": "he", "hin": "hi", "hrv": "hr",
        "hun": "hu", "ice": "is", "isl": "is", "ind": "id", "gle": "ga", "ita": "it", "jpn": "ja", "kor": "ko",
        "lat": "la", "lav": "lv", "lit": "lt", "may": "ms", "msa": "ms", "nor": "no", "per": "fa", "fas": "fa",
        "pol": "pl", "por": "pt", "rum": "ro", "ron": "ro", "rus": "ru", "san": "sa", "slo": "sk", "slk": "sk",
        "slv": "sl", "spa": "es", "srp": "sr", "swe": "sv", "tam": "ta", "tel": "te", "tha": "th", "tur": "tr",
        "ukr": "uk", "urd": "ur", "vie": "vi", "wel": "cy", "cym": "cy",
    ]
}
