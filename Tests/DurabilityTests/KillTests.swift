import Foundation
import Programs
import Storage
import StoreUnderLoad
import Testing

/// Kills a store under load, again and again, and looks each time whether what it had acknowledged is there: items,
/// indexes, whole transactions, and at the end the stream.
@Suite(.fewAtATime) struct KillTests {
    /// `HEARTH_KILLS=5000 swift test --filter KillTests` takes its time.
    private static let kills = ProcessInfo.processInfo.environment["HEARTH_KILLS"].flatMap(Int.init) ?? 40

    @Test func nothingAcknowledgedIsLost() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hearth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "state.db").path
        var steps = [Int](repeating: 0, count: Plan.clients)
        // Now and then while it still opens the store, else under load.
        for kill in 0..<Self.kills { try killOne(path, &steps, underLoad: kill % 8 > 0) }
        let store = try Store(path: path)
        let found = try store.steps(acknowledged: steps)
        #expect(found.reduce(0, +) >= Self.kills * 7 / 8, "a kill under load follows a write")
        try store.checkStream()
        store.database.close()
    }

    /// Starts the program, kills it at some moment, and adds what it has acknowledged to `steps`.
    private func killOne(_ path: String, _ steps: inout [Int], underLoad: Bool) throws {
        let products = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        let program = try RunningProgram(
            products.appending(path: "StoreUnderLoad").path,
            [path, steps.map(String.init).joined(separator: ",")],
            errors: .nowhere
        )
        var data = Data()
        // What it has found, and the first write that it acknowledges.
        while underLoad && data.count(where: { $0 == UInt8(ascii: "\n") }) < 2 {
            let more = program.output.availableData
            if more.isEmpty { break }
            data += more
        }
        usleep(UInt32.random(in: 0...60_000))
        program.kill()
        data += program.output.readDataToEndOfFile()
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            if line.hasPrefix("found ") {
                steps = line.dropFirst("found ".count).split(separator: ",").compactMap { Int($0) }
            } else {
                let client = try #require(Int(line), "\(line)")
                steps[client] += 1
            }
        }
    }
}
