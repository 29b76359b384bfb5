#pragma once

// Closes descriptors, both ends included. Async-signal-safe.
void lg_close_between(unsigned first, unsigned last);
