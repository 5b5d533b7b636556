import ServiceKit
import Time

/// What API Gateway tells CloudWatch of a request, in the namespace `AWS/ApiGateway`: for its API, and for its stage.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
struct RequestMetrics: Sendable {
    let sink: any MetricSink
    let api: ServedAPI
    let start: Timestamp

    func answered(_ status: Int, at now: Timestamp) {
        let isREST = api.identity.isREST
        record(
            [
                MetricValue("Count", 1, unit: "Count"),
                MetricValue(isREST ? "4XXError" : "4xx", (400..<500).contains(status) ? 1 : 0, unit: "Count"),
                MetricValue(isREST ? "5XXError" : "5xx", status >= 500 ? 1 : 0, unit: "Count"),
                MetricValue("Latency", (now - start).inMilliseconds, unit: "Milliseconds"),
            ],
            at: now
        )
    }

    func integrated(since begin: Timestamp, at now: Timestamp) {
        record([MetricValue("IntegrationLatency", (now - begin).inMilliseconds, unit: "Milliseconds")], at: now)
    }

    private func record(_ values: [MetricValue], at now: Timestamp) {
        for subject in api.metricSubjects { sink.record(values, of: subject, at: now) }
    }
}

extension GatewayConfiguration.API {
    /// HTTP APIs are told by their ids, REST APIs by their names.
    var metricSubjects: [MetricSubject] {
        let api = MetricSubject.Dimension(kind.isREST ? "ApiName" : "ApiId", kind.isREST ? name : id)
        return [
            MetricSubject("AWS/ApiGateway", [api]), MetricSubject("AWS/ApiGateway", [api, .init("Stage", stageName)]),
        ]
    }
}
