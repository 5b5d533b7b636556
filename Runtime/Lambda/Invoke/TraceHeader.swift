import Time
import Wire

/// AWS X-Ray's trace header, `X-Amzn-Trace-Id`, as an invocation gets it
/// (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
///
/// Its `Lineage` tells how often an event has come back to the function where it began: `Lineage=1:9581a8d4:0` is the
/// count of invocations, the function, and the count of returns. SDKs pass it on with what a function sends
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html).
package struct TraceHeader {
    /// Invocations of one function in one chain of requests.
    private static let limit = 16

    var text: String
    /// The function has been invoked too often in this chain.
    private(set) var isLoop = false

    /// The header of an invocation of `function`, which came with `header`.
    init(_ header: String?, function: String, _ services: EnvironmentServices) {
        guard let header, let start = header.firstRange(ofASCII: "Lineage=")?.upperBound else {
            text = header.map { Self.completed($0, services) } ?? Self.unsampled(services)
            text += ";Lineage="
            Lineage(function).write(to: &text)
            return
        }
        let old = header[start...].prefix { $0 != ";" }
        let lineage = Lineage(old)?.next(function) ?? Lineage(function)
        isLoop = lineage.returns >= Self.limit
        text = String(header[..<start])
        lineage.write(to: &text)
        text += header[old.endIndex...]
    }

    /// A new trace that is not sampled.
    static func unsampled(_ services: EnvironmentServices) -> String {
        completed(root(services.ids, at: services.time.now), services)
    }

    /// API Gateway passes on a root alone.
    private static func completed(_ header: String, _ services: EnvironmentServices) -> String {
        var trace = header
        if header.firstRange(ofASCII: "Parent=") == nil {
            trace += ";Parent="
            trace += services.ids.hex(16)
        }
        if header.firstRange(ofASCII: "Sampled=") == nil { trace += ";Sampled=0" }
        return trace
    }

    /// `Root=1-6553f100-…`, the name of a new trace
    /// (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids).
    package static func root(_ ids: IDSource, at time: Timestamp) -> String {
        var root = "Root=1-"
        root.reserveCapacity(length)
        root += String(hex: UInt64(bitPattern: time.millisecondsSinceEpoch / 1_000), digits: 8)
        root += "-"
        root += ids.hex(24)
        return root
    }

    /// Bytes of a header as it is made here.
    private static let length = 100

    private struct Lineage {
        var invocations = 1
        /// Eight hexadecimal digits that stand for a function.
        var function: String
        var returns = 0

        init(_ function: String) { self.function = Self.hash(function) }

        init?(_ text: Substring) {
            let parts = text.split(separator: ":")
            guard parts.count == 3, let invocations = Int(parts[0]), parts[1].utf8.count == 8,
                let returns = Int(parts[2]), (0...255).contains(invocations), (0...32_767).contains(returns)
            else { return nil }
            self.invocations = invocations
            self.function = String(parts[1])
            self.returns = returns
        }

        /// A chain that does not come back to where it began may run in a circle further on: then that is looked for.
        func next(_ function: String) -> Lineage {
            var next = self
            next.invocations = min(255, invocations + 1)
            if Self.hash(function) == self.function {
                next.returns = min(32_767, returns + 1)
            } else if returns == 0 && invocations >= TraceHeader.limit {
                return Lineage(function)
            }
            return next
        }

        func write(to text: inout String) {
            text += String(invocations)
            text += ":"
            text += function
            text += ":"
            text += String(returns)
        }

        /// FNV-1a, 32 bits.
        private static func hash(_ name: String) -> String {
            let hash = name.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x100_0193 }
            return String(hex: UInt64(hash), digits: 8)
        }
    }
}
