/// Which options of `hearth simulate` go together: none is ignored in silence.
struct OptionRules {
    /// Where invocations come from, or what is done instead of a simulation.
    private static let sources = ["--cases", "--recording", "--trace", "--traffic", "--against"]
    /// What is done with the scenario.
    private static let purposes = ["--fluid", "--find", "--what-if", "--compare", "--against"]
    /// What has an effect with the first of these options alone.
    private static let parts = [
        ("--durations", "--trace-format azure2019"), ("--template", "--traffic"), ("--function", "--calibrate"),
        ("--against", "--calibrate"), ("--trace-format azure2021", "--trace"), ("--trace-format azure2019", "--trace"),
    ]
    /// What makes no sense with which option.
    private static let opposites: [(String, [String])] = [
        ("--cases", purposes + ["--calibrate", "--html", "--output json", "--rate"]),
        ("--recording", purposes + ["--calibrate", "--html", "--output json", "--rate"]),
        ("--trace", ["--fluid", "--find", "--calibrate", "--against"]),
        ("--traffic", ["--fluid", "--calibrate", "--against", "--rate"]),
        ("--fluid", ["--html", "--output json"]), ("--find", ["--html", "--output json"]),
        ("--against", ["--html", "--output json"]),
    ]

    /// `given` are the options that were given, as they are written.
    static func check(_ given: Set<String>) throws(CommandError) {
        for (part, whole) in parts where given.contains(part) && !given.contains(whole) {
            throw CommandError("\(part) needs \(whole)")
        }
        for group in [sources, purposes] {
            let several = group.filter(given.contains)
            if several.count > 1 { throw CommandError("\(several[0]) and \(several[1]) do not go together") }
        }
        for (option, others) in opposites where given.contains(option) {
            if let other = others.first(where: given.contains) {
                throw CommandError("\(option) and \(other) do not go together")
            }
        }
    }
}
