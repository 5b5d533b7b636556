import Diagnosis
import FoundationEssentials
import Glibc
import HTTPListener
import Time

/// How the facts about this machine are found.
extension Machine {
    /// Looks at everything. Takes a second or two: programs are asked for their versions.
    static func inspected(_ hearth: StateDirectory, gatewayPort: Int, endpointPort: Int) -> Machine {
        var machine = Machine()
        machine.inspectSystem(stateIn: hearth.path)
        machine.inspectPrograms()
        let running = hearth.running
        machine.state = StateFolder(
            path: hearth.path,
            isWritable: canWrite(in: existing(hearth.path)),
            runningProcess: running?.processID
        )
        machine.ports = [
            port("the gateway", "--port", gatewayPort, running?.gatewayURL),
            port("the AWS endpoint", "--endpoint-port", endpointPort, running?.endpointURL),
        ]
        return machine
    }

    private static func port(_ purpose: String, _ option: String, _ number: Int, _ ours: String?) -> Port {
        let isOurs = ours?.hasSuffix(":\(number)") == true
        let state = isOurs ? .heldByThisHearth : state(ofPort: number)
        return Port(purpose: purpose, option: option, number: number, state: state)
    }

    /// Takes the port for a moment.
    private static func state(ofPort number: Int) -> Port.State {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { return .refused(reason: "no socket: \(String(cString: strerror(errno)))") }
        defer { close(listener) }
        var reuse: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: number).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) == 0 }
        }
        if isBound, listen(listener, 1) == 0 { return .free }
        guard errno == EADDRINUSE else { return .refused(reason: String(cString: strerror(errno))) }
        return .held(by: PortHolder.find(port: number) ?? "another program")
    }

    /// The path itself, or the nearest folder above it that is there.
    private static func existing(_ path: String) -> String {
        var url = URL(filePath: path).standardizedFileURL
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path
    }

    /// Makes a file and removes it: permissions say nothing of a file system that is full or cannot be written to.
    private static func canWrite(in folder: String) -> Bool {
        let path = "\(folder)/.hearth-doctor-\(getpid())"
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { unlink(path) }
        return close(file) == 0
    }

    // MARK: The system

    private mutating func inspectSystem(stateIn folder: String) {
        var names = utsname()
        if uname(&names) == 0 {
            system = Self.text(names.sysname)
            release = Self.text(names.release)
            architecture = Self.text(names.machine)
        }
        var space = statvfs()
        if statvfs(Self.existing(folder), &space) == 0 {
            let (bytes, isTooMany) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
            freeDiskBytes = isTooMany ? nil : Int(clamping: bytes)
        }
        availableMemoryBytes = Self.availableMemory
        openFilesLimit = Self.limit(RLIMIT_NOFILE, \.rlim_max)
        processesLimit = [Self.limit(__RLIMIT_NPROC, \.rlim_cur), Self.groupLimit].compactMap { $0 }.min()
        readsProcesses = Self.firstWord("/proc/self/statm") != nil
        secondsSinceEpoch = Int(SystemTime().now.secondsSinceEpoch)
        let clock = ShellOutput.firstLine("timedatectl show --property NTPSynchronized --value")
        clockIsSynchronized = clock.map { $0 == "yes" }
    }

    private static func text(_ bytes: some Any) -> String {
        withUnsafeBytes(of: bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    private static var availableMemory: Int? {
        guard let text = try? String(contentsOf: URL(filePath: "/proc/meminfo"), encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kilobytes << 10
    }

    private static func limit(_ resource: __rlimit_resource, _ which: KeyPath<rlimit, rlim_t>) -> Int? {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limits) == 0 else { return nil }
        let limit = limits[keyPath: which]
        return limit == rlim_t.max ? nil : Int(clamping: limit)
    }

    /// What the control group allows, as containers and services have it.
    private static var groupLimit: Int? {
        ["/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max"].compactMap(firstWord).first.flatMap { Int($0) }
    }

    private static func firstWord(_ path: String) -> String? {
        let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
        return text?.split { $0 == " " || $0 == "\n" }.first.map(String.init)
    }

    // MARK: Programs and libraries

    private mutating func inspectPrograms() {
        swift = ShellOutput.firstLine("swift --version")
        // The build's checksums behind the version say nothing here.
        redis = ["redis-server", "valkey-server"].lazy.compactMap { ShellOutput.firstLine("\($0) --version") }.first
            .map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        python = ShellOutput.firstLine("python3 --version")
        hasAwslambdaric = ShellOutput.firstLine("python3 -c 'import awslambdaric; print(1)'") != nil
        node = ["node", "nodejs"].lazy.compactMap { ShellOutput.firstLine("\($0) --version") }.first
        hasSAMTranslator = ShellOutput.firstLine("python3 -c 'import samtranslator; print(1)'") != nil
        awsCLI = ShellOutput.firstLine("aws --version")
        if let library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL) {
            dlclose(library)
        } else {
            loadsLibcurl = false
        }
        let headers = [
            ("libsqlite3-dev", "sqlite3.h"), ("libcurl4-openssl-dev", "curl/curl.h"), ("zlib1g-dev", "zlib.h"),
        ]
        let folders = ["/usr/include", "/usr/local/include", "/usr/include/\(architecture)-linux-gnu"]
        missingPackages = headers.filter { _, header in
            !folders.contains { FileManager.default.fileExists(atPath: "\($0)/\(header)") }
        }.map(\.0)
    }
}
