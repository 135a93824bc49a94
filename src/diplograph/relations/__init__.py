"""From mentions and syntax to relations: slots, frames, status, attribution, circumstances."""
