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

    /// The header of an invocation of `function`, which came with `header`. Every invocation has one: it is put together in
    /// bytes.
    init(_ header: String?, function: String, _ services: EnvironmentServices) {
        guard let header, let start = header.firstRange(ofASCII: "Lineage=")?.upperBound else {
            var bytes = Self.completed(header, services)
            bytes += ";Lineage=".utf8
            Lineage(function).write(to: &bytes)
            text = String(decoding: bytes, as: UTF8.self)
            return
        }
        let old = header[start...].prefix { $0 != ";" }
        let lineage = Lineage(old)?.next(function) ?? Lineage(function)
        isLoop = lineage.returns >= Self.limit
        var bytes = Array(header[..<start].utf8)
        lineage.write(to: &bytes)
        bytes += header[old.endIndex...].utf8
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// A new trace that is not sampled.
    static func unsampled(_ services: EnvironmentServices) -> String {
        String(decoding: completed(nil, services), as: UTF8.self)
    }

    /// A header with all that belongs to one, a new one where there is none. API Gateway passes on a root alone.
    private static func completed(_ header: String?, _ services: EnvironmentServices) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        if let header { bytes += header.utf8 } else { write(root: services.ids, at: services.time.now, to: &bytes) }
        if header?.firstRange(ofASCII: "Parent=") == nil {
            bytes += ";Parent=".utf8
            services.ids.hex(16, to: &bytes)
        }
        if header?.firstRange(ofASCII: "Sampled=") == nil { bytes += ";Sampled=0".utf8 }
        return bytes
    }

    /// `Root=1-6553f100-…`, the name of a new trace
    /// (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids).
    package static func root(_ ids: IDSource, at time: Timestamp) -> String {
        var bytes: [UInt8] = []
        write(root: ids, at: time, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(root ids: IDSource, at time: Timestamp, to bytes: inout [UInt8]) {
        bytes += "Root=1-".utf8
        bytes.append(hex: UInt64(bitPattern: time.millisecondsSinceEpoch / 1_000), digits: 8)
        bytes.append(UInt8(ascii: "-"))
        ids.hex(24, to: &bytes)
    }

    /// Bytes of a header as it is made here.
    private static let length = 100

    private struct Lineage {
        var invocations = 1
        /// Stands for a function.
        var function: UInt32
        var returns = 0

        init(_ function: String) { self.function = Self.hash(function) }

        init?(_ text: Substring) {
            let parts = text.split(separator: ":")
            guard parts.count == 3, let invocations = Int(parts[0]), parts[1].utf8.count == 8,
                let function = UInt32(parts[1], radix: 16), let returns = Int(parts[2]),
                (0...255).contains(invocations), (0...32_767).contains(returns)
            else { return nil }
            self.invocations = invocations
            self.function = function
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

        func write(to bytes: inout [UInt8]) {
            bytes += String(invocations).utf8
            bytes.append(UInt8(ascii: ":"))
            bytes.append(hex: UInt64(function), digits: 8)
            bytes.append(UInt8(ascii: ":"))
            bytes += String(returns).utf8
        }

        /// FNV-1a, 32 bits.
        private static func hash(_ name: String) -> UInt32 {
            name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x100_0193 }
        }
    }
}
