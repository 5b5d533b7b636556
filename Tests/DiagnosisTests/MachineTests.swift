import Diagnosis
import Testing

@Suite struct MachineTests {
    /// Everything is there.
    private var sound: Machine {
        var machine = Machine()
        machine.release = "6.1"
        machine.availableMemoryBytes = 4 << 30
        machine.freeDiskBytes = 10 << 30
        machine.openFilesLimit = 65_536
        machine.secondsSinceEpoch = 1_773_480_413
        machine.clockIsSynchronized = true
        machine.swift = "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
        machine.redis = "Redis server v=7.0.15"
        machine.python = "Python 3.11.7"
        machine.hasAwslambdaric = true
        machine.node = "v20.20.2"
        machine.hasSAMTranslator = true
        machine.awsCLI = "aws-cli/1.33.0"
        machine.ports = [.init(purpose: "the gateway", option: "--port", number: 3000, state: .free)]
        return machine
    }

    private func check(_ name: String, _ change: (inout Machine) -> Void) throws -> Check {
        var machine = sound
        change(&machine)
        let others = machine.checks.filter { $0.name != name }
        #expect(others.allSatisfy { $0.verdict == .ok }, "\(others)")
        let check = try #require(machine.checks.first { $0.name == name })
        #expect((check.remedy == nil) == (check.verdict == .ok))
        return check
    }

    @Test func aSoundMachineHasNothingToMend() {
        #expect(sound.checks.allSatisfy { $0.verdict == .ok && $0.remedy == nil })
        #expect(Set(sound.checks.map(\.name)).count == sound.checks.count)
    }

    @Test(arguments: [
        (nil, Check.Verdict.warning), ("v16.20.1", .warning), ("v18.0.0", .ok), ("v24.1.0", .ok), ("?", .warning),
    ])
    func nodeMustBeNewEnough(_ version: String?, _ verdict: Check.Verdict) throws {
        #expect(try check("node") { $0.node = version }.verdict == verdict)
    }

    @Test(arguments: [
        (nil, Check.Verdict.warning), ("Swift version 5.10 (swift-5.10-RELEASE)", .warning),
        ("Apple Swift version 6.1.2 (swiftlang-6.1.2.1.2)", .warning), ("Swift version 6.2-dev (LLVM 1)", .ok),
        ("Swift version 10.0 (x)", .ok), ("swift: not found", .warning),
    ])
    func swiftMustBeNewEnough(_ version: String?, _ verdict: Check.Verdict) throws {
        #expect(try check("swift") { $0.swift = version }.verdict == verdict)
    }

    @Test func aPortOfAnotherProgramIsAProblem() throws {
        let held = try check("port 3000") { $0.ports[0].state = .held(by: "nginx (process 7)") }
        #expect(held.verdict == .problem)
        #expect(held.finding == "the gateway: nginx (process 7) has it")
        #expect(held.remedy?.contains("hearth start --port PORT") == true)
        #expect(try check("port 3000") { $0.ports[0].state = .heldByThisHearth }.verdict == .ok)
        #expect(try check("port 3000") { $0.ports[0].state = .refused(reason: "no permission") }.verdict == .problem)
    }

    @Test(arguments: [
        ("open files", 100, Check.Verdict.problem), ("open files", 1_024, .warning), ("open files", 4_096, .ok),
        ("processes", 50, .problem), ("processes", 512, .warning), ("processes", 1_024, .ok),
        ("disk", 1 << 20, .problem), ("disk", 512 << 20, .warning), ("disk", 1 << 30, .ok),
        ("memory", 255 << 20, .warning), ("memory", 256 << 20, .ok),
        ("clock", 1_700_000_000, .problem),
    ])
    func amountsHaveBounds(_ name: String, _ amount: Int, _ verdict: Check.Verdict) throws {
        let check = try check(name) { machine in
            switch name {
            case "open files": machine.openFilesLimit = amount
            case "processes": machine.processesLimit = amount
            case "disk": machine.freeDiskBytes = amount
            case "memory": machine.availableMemoryBytes = amount
            default: machine.secondsSinceEpoch = amount
            }
        }
        #expect(check.verdict == verdict)
    }

    @Test func whatIsMissingIsNamedWithItsPackage() throws {
        let headers = try check("headers") { $0.missingPackages = ["libsqlite3-dev", "zlib1g-dev"] }
        #expect(headers.remedy == "apt-get install libsqlite3-dev zlib1g-dev")
        #expect(try check("libcurl") { $0.loadsLibcurl = false }.verdict == .problem)
        #expect(try check("redis") { $0.redis = nil }.verdict == .warning)
        #expect(try check("python") { $0.hasAwslambdaric = false }.remedy?.contains("awslambdaric") == true)
        #expect(try check("samtranslator") { $0.hasSAMTranslator = false }.verdict == .warning)
        #expect(try check("/proc") { $0.readsProcesses = false }.verdict == .problem)
        #expect(try check("clock") { $0.clockIsSynchronized = false }.verdict == .warning)
        #expect(try check("system") { $0.system = "Darwin" }.verdict == .problem)
        #expect(try check("system") { $0.architecture = "riscv64" }.verdict == .warning)
    }

    @Test func theStateMustBeWritable() throws {
        let locked = try check("state") { $0.state.isWritable = false }
        #expect(locked.verdict == .problem)
        let running = try check("state") { $0.state = .init(path: ".hearth", isWritable: true, runningProcess: 42) }
        #expect(running.finding.contains("process 42"))
    }
}
