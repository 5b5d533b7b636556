/// One thing that Hearth needs of the machine, and how it stands.
package struct Check: Sendable, Hashable {
    package enum Verdict: String, Sendable, CaseIterable {
        case ok
        /// Something that not everybody needs is missing.
        case warning
        /// Hearth does not start, or does not do what it should.
        case problem
    }

    package var name: String
    package var verdict: Verdict
    /// What was found.
    package var finding: String
    /// What to do about it, where it is not in order.
    package var remedy: String?

    static func ok(_ name: String, _ finding: String) -> Check {
        Check(name: name, verdict: .ok, finding: finding, remedy: nil)
    }

    static func warning(_ name: String, _ finding: String, remedy: String) -> Check {
        Check(name: name, verdict: .warning, finding: finding, remedy: remedy)
    }

    static func problem(_ name: String, _ finding: String, remedy: String) -> Check {
        Check(name: name, verdict: .problem, finding: finding, remedy: remedy)
    }
}

extension Machine {
    /// All that Hearth needs, what it cannot do without first.
    package var checks: [Check] {
        [operatingSystem, processes, stateDirectory] + ports.map(check)
            + [openFiles, processCount, memory, disk, clock, libcurl, toolchain, developmentPackages, cacheServer]
            + [pythonRuntime, nodeRuntime, translator, commandLineInterface]
    }
}
