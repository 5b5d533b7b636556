import Foundation
import Programs
import Storage
import StoreUnderLoad
import Testing

/// A disk without space: the write is refused, nothing of it is there, and once there is space all goes on.
@Suite struct FullDiskTests {
    @Test func aFullFileRefusesAndRecovers() throws {
        try withFolder { folder in
            let store = try Store(path: folder + "/state.db")
            let pages = try store.database.writeAndWait { connection in
                try connection.first("PRAGMA page_count") { $0.integer(0) } ?? 0
            }
            try limit(store, pages + 20)
            try check(store) { try limit(store, 1_000_000) }
        }
    }

    /// Where this test may mount a small file system of its own.
    @Test func aFullDiskRefusesAndRecovers() throws {
        try withFolder { folder in
            guard run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder) else { return }
            defer { _ = run("umount", "-l", folder) }
            let store = try Store(path: folder + "/state.db")
            let filler = folder + "/filler"
            try Data(count: 9_000_000).write(to: URL(filePath: filler))
            try check(store) { try FileManager.default.removeItem(atPath: filler) }
        }
    }

    /// Takes steps until one is refused, makes space, and takes some more.
    private func check(_ store: Store, makeSpace: () throws -> Void) throws {
        let plan = Plan(client: 0)
        var number = 0
        let refusal = #expect(throws: Store.Refusal.self) {
            while number < 5000 {
                let (action, body) = plan.request(number)
                try store.call(action, body)
                number += 1
            }
        }
        #expect(refusal?.status == 500)
        #expect(refusal?.body.contains("No space is left to write") == true, "\(refusal?.body ?? "")")
        #expect(try found(store, number) == number)
        try makeSpace()
        for next in number..<number + 150 {
            let (action, body) = plan.request(next)
            try store.call(action, body)
        }
        #expect(try found(store, number + 150) == number + 150)
        try store.checkStream()
        store.database.close()
    }

    private func found(_ store: Store, _ steps: Int) throws -> Int {
        try store.steps(acknowledged: [steps] + [Int](repeating: 0, count: Plan.clients - 1))[0]
    }

    private func limit(_ store: Store, _ pages: Int) throws {
        try store.database.writeAndWait { try $0.query("PRAGMA max_page_count = \(pages)", []) { _ in true } }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hearth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func run(_ arguments: String...) -> Bool {
        (try? RunningProgram.run("/usr/bin/env", arguments, errors: .nowhere))?.status == 0
    }
}
