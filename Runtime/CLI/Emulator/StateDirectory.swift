import FoundationEssentials
import JSON
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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

    /// Refuses an empty file where a state was: SQLite would take it for a new one. The logs' file is made after it.
    func checkIsWhole() throws(CommandError) {
        guard Self.bytes(of: database) == 0, Self.bytes(of: logs) ?? 0 > 0 else { return }
        throw CommandError(
            "\(database) is empty, but \(path) held a state: put the file back from a copy, or remove the folder to "
                + "begin anew"
        )
    }

    /// `nil` where there is no such file.
    private static func bytes(of file: String) -> Int? {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_size) : nil
    }

    func write(_ running: Running) throws(CommandError) {
        let text = JSON.object(
            JSON.Object([
                ("pid", JSON(running.processID)), ("endpoint", .string(running.endpointURL)),
                ("gateway", .string(running.gatewayURL)),
            ])
        ).prettyText
        do {
            try Data(text.utf8).write(to: URL(filePath: runningFile), options: .atomic)
        } catch {
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw CommandError(
                "\(runningFile) cannot be written: "
                    + (isFull
                        ? "the disk is full; make room, or use --data-dir"
                        : "check who may write there, or use --data-dir")
            )
        }
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
