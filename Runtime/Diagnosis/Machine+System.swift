/// What Hearth needs of the system.
extension Machine {
    var operatingSystem: Check {
        let name = "system"
        let finding = "\(system) \(release), \(architecture)"
        guard system == "Linux" else {
            return .problem(name, finding, remedy: "Hearth runs on Linux: use a Linux machine, or a virtual one")
        }
        guard ["x86_64", "aarch64", "arm64"].contains(architecture) else {
            return .warning(name, finding, remedy: "Lambda has x86_64 and arm64: programs of others cannot be deployed")
        }
        return .ok(name, finding)
    }

    var processes: Check {
        let name = "/proc"
        guard readsProcesses else {
            return .problem(
                name,
                "what processes use cannot be read",
                remedy: "mount it (mount -t proc proc /proc): memory limits are watched there"
            )
        }
        return .ok(name, "what processes use can be read")
    }

    var stateDirectory: Check {
        let name = "state"
        if let process = state.runningProcess {
            return .ok(name, "\(state.path): the Hearth that runs here is process \(process)")
        }
        guard state.isWritable else {
            return .problem(
                name,
                "\(state.path) cannot be written to",
                remedy: "mend its owner or permissions, or choose another one with --data-dir, or none with --ephemeral"
            )
        }
        return .ok(name, "\(state.path) can be written to")
    }

    func check(_ port: Port) -> Check {
        let name = "port \(port.number)"
        let remedy = "choose another one with `hearth start \(port.option) PORT`"
        switch port.state {
        case .free: return .ok(name, "\(port.purpose): free")
        case .heldByThisHearth: return .ok(name, "\(port.purpose): the Hearth that runs here has it")
        case .held(let holder):
            return .problem(name, "\(port.purpose): \(holder) has it", remedy: "stop that, or \(remedy)")
        case .refused(let reason): return .problem(name, "\(port.purpose): \(reason)", remedy: remedy)
        }
    }

    /// Each environment has a port of its own, two connections and two pipes; each client a connection.
    var openFiles: Check {
        let name = "open files"
        guard let limit = openFilesLimit else { return .ok(name, "unlimited") }
        let finding = "\(limit) at once"
        let remedy = "raise it: ulimit -Hn 65536, LimitNOFILE= of a service, --ulimit nofile= of a container"
        if limit < 256 { return .problem(name, finding, remedy: remedy) }
        return limit < 4_096 ? .warning(name, finding, remedy: remedy) : .ok(name, finding)
    }

    /// Each environment is a process with a few threads, which count as well.
    var processCount: Check {
        let name = "processes"
        guard let limit = processesLimit else { return .ok(name, "unlimited") }
        let finding = "\(limit) at once, threads included"
        let remedy = "raise it: ulimit -u 4096, TasksMax= of a service, --pids-limit of a container"
        if limit < 64 { return .problem(name, finding, remedy: remedy) }
        return limit < 1_024 ? .warning(name, finding, remedy: remedy) : .ok(name, finding)
    }

    var memory: Check {
        let name = "memory"
        guard let bytes = availableMemoryBytes else { return .ok(name, "unknown") }
        let finding = "\(Self.readable(bytes)) available"
        guard bytes >= 256 << 20 else {
            return .warning(name, finding, remedy: "end other programs, or hold back with --max-environments")
        }
        return .ok(name, finding)
    }

    var disk: Check {
        let name = "disk"
        guard let bytes = freeDiskBytes else { return .ok(name, "unknown") }
        let finding = "\(Self.readable(bytes)) free where the state is kept"
        let remedy = "make room, or choose another disk with --data-dir"
        if bytes < 64 << 20 { return .problem(name, finding, remedy: remedy) }
        return bytes < 1 << 30 ? .warning(name, finding, remedy: remedy) : .ok(name, finding)
    }

    var clock: Check {
        let name = "clock"
        // 2026: no certificate of today was valid before, and AWS refuses what was signed five minutes ago.
        guard secondsSinceEpoch >= 1_767_225_600 else {
            return .problem(name, "it is years behind", remedy: "set it: timedatectl set-ntp true, or date --set")
        }
        guard clockIsSynchronized == false else { return .ok(name, "set") }
        return .warning(
            name,
            "set, but nothing keeps it right",
            remedy: "timedatectl set-ntp true; AWS refuses requests that are five minutes off"
        )
    }

    /// In the largest unit of which there is one.
    static func readable(_ bytes: Int) -> String {
        if bytes < 1 << 20 { return "\(bytes >> 10) KB" }
        return bytes < 1 << 30 ? "\(bytes >> 20) MB" : "\(bytes >> 30) GB"
    }
}
