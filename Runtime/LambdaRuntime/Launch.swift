import CurlHTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// From the start of the process to its end.
enum Launch {
    /// Serves with what `make` makes; ends the process when Lambda is gone.
    nonisolated(nonsending) static func run<Handler: StreamingLambdaHandler>(
        _ make: @escaping () async throws -> Handler
    ) async -> Never {
        do throws(LambdaRuntimeError) {
            guard let address = environment("AWS_LAMBDA_RUNTIME_API") else { throw .noRuntimeAPI }
            try await serve(address, make)
        } catch {
            LambdaLogger.standard.log(level: error.code == .connectionLost ? .notice : .critical, "\(error)")
            end(error.code == .connectionLost ? 0 : 1)
        }
        end(0)
    }

    /// A process that ends while a library is being loaded crashes.
    private static func end(_ status: Int32) -> Never {
        CurlClient.waitUntilPrepared()
        exit(status)
    }

    /// Runs the loop on a thread of its own, where the handler runs too as long as it waits for nothing.
    ///
    /// The caller's executor hands over to that thread at once: no other is started on the way to the first event.
    nonisolated(nonsending) static func serve<Handler: StreamingLambdaHandler>(
        _ address: String,
        logger: LambdaLogger = .standard,
        publishTraceID: @escaping @Sendable (String?) -> Void = TraceVariable.set,
        _ make: @escaping () async throws -> Handler
    ) async throws(LambdaRuntimeError) {
        let thread = LoopThread()
        try thread.start()
        defer { thread.stop() }
        nonisolated(unsafe) let make = make
        let end = await withTaskExecutorPreference(thread) { await loop(address, logger, publishTraceID, make) }
        throw end
    }

    private static func loop<Handler: StreamingLambdaHandler>(
        _ address: String,
        _ logger: LambdaLogger,
        _ publishTraceID: @escaping @Sendable (String?) -> Void,
        _ make: () async throws -> Handler
    ) async -> LambdaRuntimeError {
        do throws(LambdaRuntimeError) {
            let api = try RuntimeAPI(address: address)
            try await RunLoop(api: api, logger: logger, publishTraceID: publishTraceID).run(make)
        } catch {
            return error
        }
        return LambdaRuntimeError(code: .connectionLost, message: "the loop has ended")
    }

    /// The value of an environment variable, `nil` when it is empty.
    static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}

extension LambdaRuntimeError {
    fileprivate static let noRuntimeAPI = LambdaRuntimeError(
        code: .missingRuntimeAPI,
        message: "AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function, to be started by Lambda "
            + "or an emulator of it, which says there where to ask for events (host:port)"
    )
}
