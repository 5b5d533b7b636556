import FoundationEssentials
import JSON
import Storage

/// The folder that holds a Hearth's state, `.hearth` unless said otherwise.
struct StateDirectory {
    var path: String

    /// What a running Hearth leaves there for other commands to find it by.
    struct Running {
        var processID: Int
        var endpointURL: String
        var gatewayURL: String
    }

    private var runningFile: String { "\(path)/running.json" }
    var database: String { "\(path)/state.sqlite" }
    /// What functions log: a flood of lines keeps nobody from writing into the other one.
    var logs: String { "\(path)/logs.sqlite" }
    /// Holds the programs of functions and layers that were uploaded.
    var functions: String { "\(path)/lambda" }
    /// Holds the bytes of S3's objects.
    var objects: String { "\(path)/s3" }
    /// Holds a folder for each cache.
    var caches: String { "\(path)/elasticache" }

    func create() throws(CommandError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandError("the state folder \(path) cannot be made; check who may write there, or use --data-dir")
        }
    }

    func write(_ running: Running) throws {
        let text = JSON.object(
            JSON.Object([
                ("pid", JSON(running.processID)), ("endpoint", .string(running.endpointURL)),
                ("gateway", .string(running.gatewayURL)),
            ])
        ).prettyText
        try Data(text.utf8).write(to: URL(filePath: runningFile), options: .atomic)
    }

    /// Holds how far a virtual clock is ahead of the machine's.
    var clock: ClockFile { ClockFile(path: "\(path)/clock.json") }

    func clear() { try? FileManager.default.removeItem(atPath: runningFile) }

    /// The Hearth that runs on this state, if one does.
    var running: Running? {
        guard let data = try? Data(contentsOf: URL(filePath: runningFile)), let json = try? JSON(parsing: data),
            let processID = json["pid"]?.intValue, let endpoint = json["endpoint"]?.stringValue,
            let gateway = json["gateway"]?.stringValue,
            FileManager.default.fileExists(atPath: "/proc/\(processID)")
        else { return nil }
        return Running(processID: processID, endpointURL: endpoint, gatewayURL: gateway)
    }
}
