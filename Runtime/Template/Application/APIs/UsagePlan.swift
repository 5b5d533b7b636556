extension Application {
    /// Who may call the routes of REST APIs that ask for an API key, and how often: `AWS::ApiGateway::UsagePlan` or one
    /// that SAM makes.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    package struct UsagePlan: Sendable, Hashable {
        package var logicalID: String
        /// Ten letters and digits, the same at every start.
        package var id: String
        package var name: String
        /// For each key.
        package var throttle: Throttle?
        /// For each key.
        package var quota: Quota?
        package var stages: [Stage] = []
        /// The ids of its API keys.
        package var keys: [String] = []
        package var path: JSONPath

        package init(logicalID: String, id: String, name: String, path: JSONPath) {
            self.logicalID = logicalID
            self.id = id
            self.name = name
            self.path = path
        }

        /// A stage of an API that the plan is for.
        package struct Stage: Sendable, Hashable {
            package var apiID: String
            package var stageName: String
            /// By path and method, such as `/books/{id}/GET`: in place of the plan's own.
            package var throttles: [String: Throttle]
            /// Where the template says so.
            package var path = JSONPath.root

            package init(apiID: String, stageName: String, throttles: [String: Throttle] = [:]) {
                self.apiID = apiID
                self.stageName = stageName
                self.throttles = throttles
            }
        }
    }

    /// How many requests a key has in each period.
    package struct Quota: Sendable, Hashable {
        package var limit: Int
        package var period: Period
        /// How many fewer there are in the first period.
        package var offset: Int

        package enum Period: String, Sendable, CaseIterable { case day = "DAY", week = "WEEK", month = "MONTH" }

        package init(limit: Int, period: Period, offset: Int = 0) {
            self.limit = limit
            self.period = period
            self.offset = offset
        }
    }

    /// What clients send as `x-api-key`: `AWS::ApiGateway::ApiKey` or one that SAM makes.
    package struct APIKey: Sendable, Hashable {
        package var logicalID: String
        /// Ten letters and digits, the same at every start.
        package var id: String
        package var name: String
        package var value: String
        package var isEnabled: Bool
        package var path: JSONPath

        package init(logicalID: String, id: String, name: String, value: String, isEnabled: Bool, path: JSONPath) {
            self.logicalID = logicalID
            self.id = id
            self.name = name
            self.value = value
            self.isEnabled = isEnabled
            self.path = path
        }
    }
}
