// What all services have in common.
exports.release = "good";
