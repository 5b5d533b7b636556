import Testing

@testable import LambdaRuntime

/// Names need frame pointers and a symbol table, as Swift's compiler makes them on Linux.
#if os(Linux)
    @Suite struct ThrowTraceTests {
        struct Missing: Error { var name = "a" }
        enum Refusal: Error { case closed }

        init() { ThrowTrace.begin() }

        @inline(never) private func look(_ depth: Int) throws -> Int {
            if depth == 0 { throw Missing() }
            return try look(depth - 1) + 1
        }

        @inline(never) private func enter(_ depth: Int) throws(Refusal) -> Int {
            if depth == 0 { throw .closed }
            return try enter(depth - 1) + 1
        }

        private func trace(_ body: () async throws -> Int) async -> [String] {
            do {
                return ["\(try await body())"]
            } catch {
                return ThrowTrace.of(error)
            }
        }

        @Test func goesFromTheThrowOutwards() async {
            let lines = await trace { try look(2) }
            #expect(lines.prefix(3).allSatisfy { $0.contains(".look(") && $0.contains(" (bootstrap+0x") })
            #expect(lines.dropFirst(3).first?.contains("goesFromTheThrowOutwards") == true)
        }

        @Test func ofErrorsOfNamedTypes() async {
            let lines = await trace { try enter(2) }
            #expect(lines.contains { $0.contains(".enter(") })
        }

        @Test func beginsBehindTheLastWait() async {
            let lines = await trace {
                await Task.yield()
                return try look(0)
            }
            #expect(lines.first?.contains(".look(") == true)
            #expect(lines.dropFirst().first?.contains("beginsBehindTheLastWait") == true)
            #expect(!lines.contains { $0.contains("partial function") })
        }

        @Test func whatOthersThrowInBetweenDoesNotMix() async {
            let lines = await trace {
                do {
                    return try look(1)
                } catch {
                    for _ in 0..<8 { _ = try? enter(0) }
                    throw error
                }
            }
            #expect(!lines.isEmpty && !lines.contains { $0.contains(".enter(") })
        }

        @Test(arguments: [
            ("Books.Desk.rate(Swift.Int) throws -> ()", "Books.Desk.rate(Swift.Int) throws -> ()"),
            (
                "(2) suspend resume partial function for Books.(rate in _0123456789ABCDEF0123456789ABCDEF)() async",
                "Books.rate() async"
            ),
            ("generic specialization <Swift.Array<Swift.Int>> of Books.find<A>(A) -> A", "Books.find<A>(A) -> A"),
        ])
        func namesAreReadable(_ name: String, _ readable: String) { #expect(ThrowTrace.readable(name) == readable) }
    }
#endif
