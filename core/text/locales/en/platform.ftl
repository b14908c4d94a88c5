### What the system shows before or without the core. No selections and no percent signs here:
### these become resources of Android and Apple.

platform-app-name = Cisterna
