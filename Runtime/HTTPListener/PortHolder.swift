#if os(Linux)
    import FoundationEssentials
    import Glibc

    /// Finds the process that listens on a TCP port, as far as `/proc` lets this user see it.
    package enum PortHolder {
        /// Such as `redis-server (process 4711)`. While sockets come and go the kernel's table can miss one that was
        /// there all the time, so that nothing found is looked for again.
        package static func find(port: Int) -> String? {
            for _ in 0..<5 { if let holder = findOnce(port: port) { return holder } }
            return nil
        }

        private static func findOnce(port: Int) -> String? {
            let sockets = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeningSockets($0, port: port) }
            guard !sockets.isEmpty else { return nil }
            let links = Set(sockets.map { "socket:[\($0)]" })
            let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            for process in processes where Int(process) != nil {
                let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? []
                for descriptor in descriptors {
                    let path = "/proc/\(process)/fd/\(descriptor)"
                    guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { continue }
                    if links.contains(where: { link.hasSuffix($0) }) {
                        return "\(name(of: process)) (process \(process))"
                    }
                }
            }
            return nil
        }

        /// The inodes of the sockets that listen on `port`; the columns are those of proc(5).
        private static func listeningSockets(_ table: String, port: Int) -> [String] {
            return read(table).split(separator: "\n").dropFirst().compactMap { line in
                let columns = line.split(separator: " ")
                guard columns.count > 9, columns[3] == "0A",
                    let hex = columns[1].split(separator: ":").last, Int(hex, radix: 16) == port
                else { return nil }
                return String(columns[9])
            }
        }

        private static func name(of process: String) -> String {
            let name = read("/proc/\(process)/comm").prefix { $0 != "\n" }
            return name.isEmpty ? "a program" : String(name)
        }

        /// All of a file that does not know its size, in pieces as large as can be: what the kernel gives in one piece
        /// fits together.
        private static func read(_ path: String) -> String {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return "" }
            defer { close(descriptor) }
            var text: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 1 << 20)
            while case let count = Glibc.read(descriptor, &piece, piece.count), count > 0 { text += piece[..<count] }
            return String(decoding: text, as: UTF8.self)
        }
    }
#else
    package enum PortHolder {
        package static func find(port: Int) -> String? { nil }
    }
#endif
