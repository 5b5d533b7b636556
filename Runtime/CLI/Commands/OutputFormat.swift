import ArgumentParser

/// How a command shows its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// How a command shows a list.
enum TableFormat: String, ExpressibleByArgument, CaseIterable { case table, json }
