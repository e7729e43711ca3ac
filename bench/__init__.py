"""Speed and memory beside other projects, as ratios measured in one run."""
