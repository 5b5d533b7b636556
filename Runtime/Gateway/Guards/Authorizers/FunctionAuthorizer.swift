import RegularExpressions
import Lambda
import Synchronization
import Template
import Time
import Wire

/// Lets requests through that a function lets through.
final class FunctionAuthorizer: Sendable {
    typealias Completion = @Sendable (Result<Authorization, Refusal>) -> Void

    private let settings: Application.LambdaAuthorizer
    /// What identities have to look like before anybody is asked about them.
    private let expression: RegularExpression?
    private let isREST: Bool
    private let service: InvokingService?
    private let invoker: any FunctionInvoker
    private let time: any TimeSource
    private let cache = Mutex(ResultCache<[String], AuthorizerResult>(limit: 10_000))

    init(
        _ settings: Application.LambdaAuthorizer,
        sourceARN: String,
        isREST: Bool,
        invoker: any FunctionInvoker,
        time: any TimeSource
    ) {
        self.settings = settings
        self.isREST = isREST
        service =
            settings.credentials == nil
            ? InvokingService(principal: "apigateway.amazonaws.com", sourceARN: sourceARN) : nil
        self.invoker = invoker
        self.time = time
        expression = settings.identityValidationExpression
    }

    /// How long an HTTP API waits, and a REST API.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
    private var timeout: Duration { isREST ? .seconds(29) : .seconds(10) }

    /// Calls back once; at once for a cached result and where the identity is missing.
    func authorize(_ routed: RoutedRequest, _ completion: @escaping Completion) {
        guard let identity = IdentityValues.of(settings.identitySources, in: routed),
            identity.first.map({ expression?.matchesWhole($0) ?? true }) ?? true
        else { return completion(.failure(.unauthorized)) }
        let arn = Self.arn(routed)
        let isCached = settings.resultTTL > .zero && !identity.isEmpty
        if isCached, let result = cache.withLock({ $0.value(identity, at: routed.time) }) {
            return completion(decide(result, routed, arn, latency: 0))
        }
        ask(routed, arn, identity) { [self] outcome in
            let now = time.now
            let latency = (now - routed.time).nanoseconds / 1_000_000
            switch outcome {
            case .failure(let refusal): completion(.failure(refusal))
            case .success(let result):
                if isCached {
                    cache.withLock { $0.insert(identity, result, until: now + settings.resultTTL, at: now) }
                }
                completion(decide(result, routed, arn, latency: latency))
            }
        }
    }

    private func decide(
        _ result: AuthorizerResult,
        _ routed: RoutedRequest,
        _ arn: String,
        latency: Int64
    ) -> Result<Authorization, Refusal> {
        do throws(Refusal) {
            let context = PolicyContext(routed, at: time.machine.now)
            return .success(try result.authorization(for: arn, in: context, latency: latency))
        } catch {
            return .failure(error)
        }
    }

    /// `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}`.
    private static func arn(_ routed: RoutedRequest) -> String {
        "\(routed.api.stageARN)/\(routed.request.method)/\(routed.match.path.text.drop { $0 == "/" })"
    }

    private func ask(
        _ routed: RoutedRequest,
        _ arn: String,
        _ identity: [String],
        _ completion: @escaping @Sendable (Result<AuthorizerResult, Refusal>) -> Void
    ) {
        let request = InvocationRequest(
            functionName: settings.functionName,
            qualifier: settings.qualifier,
            payload: AuthorizerEvent.write(settings, routed, arn: arn, identity: identity),
            traceID: routed.ids.trace,
            service: service
        )
        let simple = settings.enablesSimpleResponses
        let pending = PendingAnswer { [isREST] outcome in
            do throws(Refusal) {
                switch outcome {
                case .success(.whole(let result)):
                    completion(.success(try AuthorizerResult(result, simple: simple, isREST: isREST)))
                case .success(.streamed): throw .authorizerReply("it is a stream")
                case .failure(let error): throw .authorizerFailed(error.reason ?? "\(error)")
                }
            } catch {
                completion(.failure(error))
            }
        }
        let limit = time.schedule(at: routed.time + timeout) { pending.settle(.failure(.timedOut)) }
        pending.cancelWhenSettled(limit)
        invoker.invoke(request) { pending.settle($0.map(FunctionReply.whole).mapError(GatewayError.init)) }
    }
}
