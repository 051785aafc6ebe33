"""What Evenhand's judgement is trained on and measured by."""
