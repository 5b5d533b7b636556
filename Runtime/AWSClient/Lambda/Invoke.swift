import CurlHTTP

extension Lambda {
    /// Invokes a function: waits for its result, or only hands the event over.
    ///
    /// An event that is handed over may arrive more than once, as with any caller of Lambda.
    /// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    public func invoke(_ input: InvokeInput) async throws -> InvokeOutput {
        do {
            return InvokeOutput(try await sender.send(request(input)))
        } catch let error as AWSErrorAnswer {
            throw LambdaError(
                code: error.code,
                message: error.message,
                statusCode: error.statusCode,
                requestID: error.requestID
            )
        }
    }

    public enum InvocationType: String, Sendable, Hashable {
        case requestResponse = "RequestResponse"
        case event = "Event"
        case dryRun = "DryRun"
    }

    public struct InvokeInput: Sendable, Hashable {
        /// Name, partial ARN or ARN, with or without a qualifier.
        public var functionName: String
        public var invocationType: InvocationType
        public var qualifier: String?
        /// JSON.
        public var payload: [UInt8]

        public init(
            functionName: String,
            invocationType: InvocationType = .requestResponse,
            qualifier: String? = nil,
            payload: [UInt8] = []
        ) {
            self.functionName = functionName
            self.invocationType = invocationType
            self.qualifier = qualifier
            self.payload = payload
        }
    }

    public struct InvokeOutput: Sendable, Hashable {
        /// 200 for a result, 202 for an event that was handed over, 204 for a dry run.
        public var statusCode: Int
        /// `Handled` or `Unhandled` where the function failed; the payload then says why.
        public var functionError: String?
        public var executedVersion: String?
        public var payload: [UInt8]

        init(_ response: CurlResponse) {
            statusCode = response.status
            functionError = response.headers["x-amz-function-error"]
            executedVersion = response.headers["x-amz-executed-version"]
            payload = response.body
        }
    }

    private func request(_ input: InvokeInput) -> CurlRequest {
        var headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "X-Amz-Invocation-Type", value: input.invocationType.rawValue),
        ]
        if let token = configuration.credentials.sessionToken {
            headers.append((name: "X-Amz-Security-Token", value: token))
        }
        let path = "/2015-03-31/functions/\(PercentEncoded(input.functionName).text)/invocations"
        let query = input.qualifier.map { "?Qualifier=\(PercentEncoded($0).text)" } ?? ""
        var request = CurlRequest(
            method: "POST",
            url: configuration.endpoint + path + query,
            headers: CurlHeaderList(headers, isSigned: true),
            body: input.payload
        )
        // A function may take fifteen minutes.
        request.timeout = input.invocationType == .requestResponse ? .seconds(960) : configuration.timeout
        request.signing = CurlSigning(
            accessKeyID: configuration.credentials.accessKeyID,
            secretAccessKey: configuration.credentials.secretAccessKey,
            region: configuration.region,
            service: "lambda"
        )
        return request
    }
}
