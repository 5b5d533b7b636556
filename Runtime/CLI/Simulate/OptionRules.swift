/// Which options of `hearth simulate` go together: none is ignored in silence.
struct OptionRules {
    /// Where invocations come from, or what is done instead of a simulation.
    private static let sources = ["--cases", "--recording", "--trace", "--traffic", "--against"]
    /// What is done with the scenario.
    private static let purposes = ["--fluid", "--find", "--what-if", "--compare", "--against"]
    /// When invocations come, and for how long.
    private static let load = ["--rate", "--law", "--peak", "--time", "--warm-up"]
    /// What recordings tell of a function, and what they do not.
    private static let measured = ["--handler", "--runtime", "--package-size", "--init", "--restore", "--memory"]
    private static let function = measured + ["--ephemeral-storage", "--architecture", "--reserved", "--provisioned"]
    private static let scenario = load + function + ["--account-concurrency", "--policy", "--seed"]
    /// What has an effect with one of these options alone.
    private static let parts = [
        ("--durations", ["--trace-format azure2019"]), ("--template", ["--traffic"]), ("--scale", ["--traffic"]),
        ("--speed", ["--traffic"]), ("--function", ["--calibrate"]),
        ("--against", ["--calibrate"]), ("--trace-format azure2021", ["--trace"]),
        ("--trace-format azure2019", ["--trace"]),
        ("--trace-unit", ["--trace-format azure2019", "--trace-format azure2021"]),
    ]
    /// What makes no sense with which option.
    private static let opposites: [(String, [String])] = [
        ("--cases", purposes + ["--calibrate", "--html"] + scenario),
        ("--recording", purposes + ["--calibrate", "--html"] + scenario),
        ("--trace", ["--fluid", "--find", "--calibrate", "--against"] + load),
        (
            "--traffic",
            ["--fluid", "--calibrate", "--against", "--handler", "--memory", "--ephemeral-storage"]
                + ["--reserved", "--provisioned"] + load
        ),
        ("--fluid", ["--seed"]),
        ("--init", ["--runtime"]),
        ("--calibrate", measured),
        (
            "--against",
            ["--html", "--account-concurrency", "--reserved", "--provisioned", "--architecture", "--ephemeral-storage"]
                + load
        ),
    ]

    /// One takes the place of the other, but for a template of which some functions start from snapshots.
    private static let starts = ("--restore", ["--init"])

    /// `given` are the options that were given, as they are written.
    static func check(_ given: Set<String>) throws(CommandError) {
        for (part, wholes) in parts where given.contains(part) && !wholes.contains(where: given.contains) {
            throw CommandError("\(part) needs \(wholes.joined(separator: " or "))")
        }
        for group in [sources, purposes] {
            let several = group.filter(given.contains)
            if several.count > 1 { throw CommandError("\(several[0]) and \(several[1]) do not go together") }
        }
        let opposites = given.contains("--traffic") ? opposites : opposites + [starts]
        for (option, others) in opposites where given.contains(option) {
            if let other = others.first(where: given.contains) {
                throw CommandError("\(option) and \(other) do not go together")
            }
        }
    }
}
