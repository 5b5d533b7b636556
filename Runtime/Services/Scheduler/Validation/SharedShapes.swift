import ServiceKit

/// Shapes that several actions take.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Types.html
extension Shape {
    static let tags = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 1...256))],
            java: "Tag"
        ),
        length: 0...200
    )
    static let flexibleTimeWindow = Shape.structure(
        [
            .optional("MaximumWindowInMinutes", .number(java: "Integer", range: 1...1440)),
            .required("Mode", .string(values: ["OFF", "FLEXIBLE"])),
        ],
        java: "FlexibleTimeWindow"
    )

    /// What making a schedule takes, and replacing one.
    static func schedule(java: String) -> Shape {
        .structure(
            [
                .optional("ActionAfterCompletion", .string(values: ["NONE", "DELETE"])),
                .optional("ClientToken", .string(length: 1...64, pattern: .clientToken)),
                .optional("Description", .string(length: 0...512)), .optional("EndDate", .timestamp),
                .required("FlexibleTimeWindow", .flexibleTimeWindow),
                .optional("GroupName", .string(length: 1...64, pattern: .name)),
                .optional("KmsKeyArn", .string(length: 1...2048)),
                .required("Name", .string(length: 1...64, pattern: .name)),
                .required("ScheduleExpression", .string(length: 1...256)),
                .optional("ScheduleExpressionTimezone", .string(length: 1...50)), .optional("StartDate", .timestamp),
                .optional("State", .string(values: ["ENABLED", "DISABLED"])), .required("Target", .target),
            ],
            java: java
        )
    }
}
