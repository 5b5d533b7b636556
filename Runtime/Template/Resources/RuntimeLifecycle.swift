/// When AWS deprecates a runtime, and when it lets no more functions be made with it. Days are told as `2027-02-01`.
///
/// From the tables of https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html as of August 2026, which
/// https://github.com/aws-cloudformation/cfn-lint keeps in `LmbdRuntimeLifecycle.json`. AWS moves days now and then, always
/// to later ones.
package struct RuntimeLifecycle: Sendable, Hashable {
    package var runtime: String
    package var deprecated: String
    package var createBlocked: String

    private static let all: [RuntimeLifecycle] = [
        ("nodejs24.x", "2028-04-30", "2028-06-01"), ("nodejs22.x", "2027-04-30", "2027-06-01"),
        ("nodejs20.x", "2026-04-30", "2027-02-01"), ("nodejs18.x", "2025-09-01", "2027-02-01"),
        ("nodejs16.x", "2024-06-12", "2027-02-01"), ("nodejs14.x", "2023-12-04", "2024-01-09"),
        ("nodejs12.x", "2023-03-31", "2023-03-31"), ("nodejs10.x", "2021-07-30", "2021-07-30"),
        ("nodejs8.10", "2020-03-06", "2020-02-04"), ("nodejs6.10", "2019-08-12", "2019-07-12"),
        ("nodejs4.3", "2020-03-05", "2020-02-03"),
        ("python3.14", "2029-06-30", "2029-07-31"), ("python3.13", "2029-06-30", "2029-07-31"),
        ("python3.12", "2028-10-31", "2028-11-30"), ("python3.11", "2027-06-30", "2027-07-31"),
        ("python3.10", "2026-10-31", "2027-02-01"), ("python3.9", "2025-12-15", "2027-02-01"),
        ("python3.8", "2024-10-14", "2027-02-01"), ("python3.7", "2023-12-04", "2024-01-09"),
        ("python3.6", "2022-07-18", "2022-07-18"), ("python2.7", "2021-07-15", "2021-07-15"),
        ("provided.al2023", "2029-06-30", "2029-07-31"), ("provided.al2", "2026-07-31", "2027-02-01"),
        ("provided", "2024-01-08", "2024-02-08"), ("go1.x", "2024-01-08", "2024-02-08"),
        ("java25", "2029-06-30", "2029-07-31"), ("java21", "2029-06-30", "2029-07-31"),
        ("java17", "2027-06-30", "2027-07-31"), ("java11", "2027-06-30", "2027-07-31"),
        ("java8.al2", "2027-06-30", "2027-07-31"), ("java8", "2024-01-08", "2024-02-08"),
        ("dotnet10", "2028-11-14", "2028-12-14"), ("dotnet8", "2026-11-10", "2027-02-01"),
        ("dotnet6", "2024-12-20", "2027-02-01"), ("dotnetcore3.1", "2023-04-03", "2023-04-03"),
        ("dotnetcore2.1", "2022-01-05", "2022-01-05"),
        ("ruby3.4", "2028-03-31", "2028-04-30"), ("ruby3.3", "2027-03-31", "2027-04-30"),
        ("ruby3.2", "2026-03-31", "2027-02-01"), ("ruby2.7", "2023-12-07", "2024-01-09"),
        ("ruby2.5", "2021-07-30", "2021-07-30"),
    ]
    .map { RuntimeLifecycle(runtime: $0, deprecated: $1, createBlocked: $2) }

    /// `nil` for a runtime that AWS has told no days of.
    package init?(_ runtime: String) {
        guard let own = Self.all.first(where: { $0.runtime == runtime }) else { return nil }
        self = own
    }

    private init(runtime: String, deprecated: String, createBlocked: String) {
        (self.runtime, self.deprecated, self.createBlocked) = (runtime, deprecated, createBlocked)
    }

    /// What is to be said of it on a day, and what to do; `nil` while it is supported.
    package func warning(on day: String) -> (text: String, remedy: String)? {
        let text: String
        if createBlocked <= day {
            text = "AWS lets no functions be made with \(runtime) since \(createBlocked)"
        } else if deprecated <= day {
            text =
                "AWS has deprecated \(runtime) on \(deprecated), and lets no functions be made with it from \(createBlocked) on"
        } else {
            return nil
        }
        return (text, "use \(successor)")
    }

    /// The newest runtime of the same language; Go's functions bring their own.
    private var successor: String {
        if runtime == "go1.x" { return "provided.al2023" }
        return Self.all.first { $0.family == family }?.runtime ?? runtime
    }

    private var family: Substring {
        let name = runtime.prefix { $0 >= "a" && $0 <= "z" }
        return name == "dotnetcore" ? "dotnet" : name
    }

    /// The newest version that Lambda has of `python` or `nodejs`, and that is no newer than this machine's; the newest of
    /// all where the machine has none, or an older one than Lambda has ever had.
    package static func newestVersion(of language: String, upTo machine: [Int]?) -> String {
        let versions = all.filter { $0.family == language }.map { String($0.runtime.dropFirst(language.count)) }
        let names = versions.map { $0.hasSuffix(".x") ? String($0.dropLast(2)) : $0 }
        guard let machine else { return names[0] }
        return names.first { name in
            let version = name.split(separator: ".").compactMap { Int($0) }
            return !machine.lexicographicallyPrecedes(version)
        } ?? names[0]
    }
}
